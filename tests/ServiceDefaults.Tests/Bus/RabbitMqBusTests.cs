using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using RabbitMQ.Client;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>What any AMQP client may rely on, on a real broker.</summary>
public sealed class RabbitMqBusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_of_the_documents_is_taken_bare_and_in_an_envelope()
    {
        await using var host = await RabbitMqHost.StartAsync(MessageDocument.Types.Values, Cancellation);
        var sent = new List<string>();
        foreach (var (exchange, example) in MessageDocument.Read())
        {
            var message = JsonSerializer.Deserialize(example, MessageDocument.Types[exchange], LesionJson.Options)!;
            sent.AddRange([Normal(message), Normal(message)]);
            await host.Channel.BasicPublishAsync(exchange, "", Encoding.UTF8.GetBytes(example), Cancellation);
            await host.Channel.BasicPublishAsync(
                exchange,
                "",
                mandatory: false,
                new BasicProperties { ContentType = "application/vnd.masstransit+json" },
                Encoding.UTF8.GetBytes(Envelope(exchange, message.GetType(), example)),
                Cancellation);
        }

        await EventuallyAsync(() => Task.FromResult(host.Received.Count == sent.Count));

        host.Received.Select(Normal).Order().ShouldBe(sent.Order());
    }

    [Fact]
    public async Task What_is_refused_is_kept_with_its_reason_in_a_queue_without_limits_and_its_asker_is_told()
    {
        await using var host = await RabbitMqHost.StartAsync([typeof(ClassifyImage)], Cancellation);

        var answer = await AskAsync(host, """{"requestID": "a", "key": "b"}""", "7");
        var refusal = await AskAsync(host, """{"request": "a", "key": "b"}""", "eight");

        answer.ShouldBe(("7", """{"requestId":"a","key":"b"}"""));
        refusal.CorrelationId.ShouldBe("eight");
        JsonNode.Parse(refusal.Body)!["error"]!["message"]!.GetValue<string>().ShouldContain("'requestId'");
        var queue = LesionNames.Formatter.Consumer<EchoConsumer<ClassifyImage>>();
        await EventuallyAsync(async () => (await host.Broker.GetAsync($"queues/{host.Broker.Name}", Cancellation))
            .EnumerateArray().Any(declared => declared.GetProperty("name").GetString() == $"{queue}.error"));

        // To get from a queue whose leader is still being chosen costs the connection; to count what is in it does not.
        await EventuallyAsync(async () => await host.Channel.MessageCountAsync($"{queue}.error", Cancellation) > 0);
        var kept = await host.Channel.BasicGetAsync($"{queue}.error", autoAck: false, Cancellation);
        Encoding.UTF8.GetString((byte[])kept!.BasicProperties.Headers!["MT-Fault-Message"]!).ShouldContain("requestId");
        (await ArgumentsAsync(host, $"{queue}.error")).ShouldBe("""{"x-queue-type":"quorum"}""");
        (await ArgumentsAsync(host, $"{queue}.dead-letter")).ShouldBe("""{"x-queue-type":"quorum"}""");
        (await ArgumentsAsync(host, queue)).ShouldBe(
            $$"""{"x-dead-letter-exchange":"{{queue}}.dead-letter","x-delivery-limit":50,"x-queue-type":"quorum"}""");
    }

    private static async Task<(string? CorrelationId, string Body)> AskAsync(RabbitMqHost host, string request, string correlationId)
    {
        var replies = await host.Channel.QueueDeclareAsync(cancellationToken: Cancellation);
        await host.Channel.BasicPublishAsync(
            "lesion.classify-image",
            "",
            mandatory: true,
            new BasicProperties { ReplyTo = replies.QueueName, CorrelationId = correlationId },
            Encoding.UTF8.GetBytes(request),
            Cancellation);
        BasicGetResult? reply = null;
        await EventuallyAsync(async () => (reply = await host.Channel.BasicGetAsync(replies.QueueName, autoAck: true, Cancellation)) is not null);
        return (reply!.BasicProperties.CorrelationId, Encoding.UTF8.GetString(reply.Body.Span));
    }

    private static async Task<string> ArgumentsAsync(RabbitMqHost host, string queue) =>
        (await host.Broker.GetAsync($"queues/{host.Broker.Name}/{queue}", Cancellation)).GetProperty("arguments").GetRawText();

    private static string Envelope(string exchange, Type message, string example) =>
        $$"""{"messageId": "{{Guid.NewGuid()}}", "messageType": ["urn:message:{{message.Namespace}}:{{message.Name}}"], "destinationAddress": "rabbitmq://localhost/{{exchange}}", "message": {{example}}}""";

    private static string Normal(object message) => $"{message.GetType().Name} {JsonSerializer.Serialize(message, LesionJson.Options)}";

    internal static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
