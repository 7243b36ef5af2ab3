using System.Text.Json;
using Lesion.Storage;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>Answers to whoever asked: over MassTransit, or with any AMQP client by <c>reply_to</c>.</summary>
public static class Replies
{
    /// <summary>
    /// Sends the answer to the response address of the request, or, where its message has none, as bare JSON to the queue that
    /// its AMQP property <c>reply_to</c> names, with its <c>correlation_id</c>. Does nothing where it has neither.
    /// </summary>
    public static Task ReplyAsync<T>(this ConsumeContext context, T answer)
        where T : class =>
        context.ResponseAddress is not null
            ? context.RespondAsync(answer)
            : ReplyToSenderAsync(context.ReceiveContext, answer, context.CancellationToken);

    internal static async Task ReplyToSenderAsync<T>(PipeContext delivery, T answer, CancellationToken cancellationToken)
    {
        if (!delivery.TryGetPayload(out RabbitMqBasicConsumeContext? request)
            || string.IsNullOrEmpty(request.Properties.ReplyTo)
            || !delivery.TryGetPayload(out ChannelContext? channel))
        {
            return;
        }

        var properties = new BasicProperties { ContentType = "application/json", CorrelationId = request.Properties.CorrelationId };
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, LesionJson.Options);

        // To the default exchange, whose routing keys are queues; an asker who is gone by now misses it.
        await channel.BasicPublishAsync("", request.Properties.ReplyTo, mandatory: false, properties, body, awaitAck: true, cancellationToken);
    }
}
