using System.Net;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Inference.Tests;
using Lesion.Storage;
using Lesion.Testing;
using RabbitMQ.Client;

namespace Lesion.Integration.Draining;

/// <summary>An inference instance is asked to end with requests in hand.</summary>
public sealed class EndedInferenceTests
{
    private const int Requests = 24;
    private const int Messages = 400;
    private const string Answers = "answers";
    private const string AnswersExchange = "lesion.image-classified";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_HTTP_it_takes_no_more_and_answers_each_that_it_has()
    {
        await using var system = await DeployedSystem.CreateAsync(cancellationToken: Cancellation);
        await TinyChampion.PublishAsync(system.Store, Cancellation);
        await system.StartAsync([Service.Inference], Cancellation);
        var instance = system.Of(Service.Inference).Single();
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = instance.Http.BaseAddress,
        };
        await using var listener = await ListenAsync(system.Broker);
        var bodies = Enumerable.Range(0, Requests).Select(index => new HeldBody(Pictures.Png(index))).ToList();
        var asked = bodies.Select(body => ClassifyAsync(client, body)).ToList();
        await Task.WhenAll(bodies.Select(body => body.Asked));

        var ending = instance.ShouldEndInGoodOrderAsync(Cancellation);
        await Until.IsTrueAsync("it takes no more", () => IsRefusedAsync(instance.Http), Cancellation);
        bodies.ForEach(body => body.Release());

        (await Task.WhenAll(asked)).ShouldAllBe(status => status == HttpStatusCode.OK);
        await ending;
        var records = await system.Store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: Cancellation)
            .CountAsync(Cancellation);
        records.ShouldBe(Requests);
        (await listener.CountAsync(Answers, Cancellation)).ShouldBe((uint)Requests);
    }

    [Fact]
    public async Task By_message_each_has_one_answer_from_it_or_from_the_next()
    {
        await using var system = await DeployedSystem.CreateAsync(cancellationToken: Cancellation);
        await TinyChampion.PublishAsync(system.Store, Cancellation);
        await system.StartAsync([Service.Inference], Cancellation);
        var instance = system.Of(Service.Inference).Single();
        await using var client = await ListenAsync(system.Broker);
        await system.Store.PutBytesAsync(Buckets.Requests, "picture.png", Pictures.Png(1), cancellationToken: Cancellation);
        var ids = Enumerable.Range(0, Messages).Select(index => $"request-{index:d3}").ToList();

        foreach (var id in ids)
        {
            var request = new ClassifyImage { RequestId = id, Bucket = Buckets.Requests, Key = "picture.png" };
            await client.PublishAsync("lesion.classify-image", request, Cancellation);
        }

        await Until.IsTrueAsync("some are answered", async () => await client.CountAsync(Answers, Cancellation) > 0, Cancellation);
        await instance.ShouldEndInGoodOrderAsync(Cancellation);
        (await client.CountAsync(Answers, Cancellation)).ShouldBeLessThan((uint)Messages, "It was ended too late: all were answered.");
        instance.Start();
        await Until.IsTrueAsync(
            "all are answered", async () => await client.CountAsync(Answers, Cancellation) >= Messages, Cancellation);

        var answers = (await client.DrainAsync(Answers, Cancellation))
            .Select(body => JsonSerializer.Deserialize<ImageClassified>(body.Span, LesionJson.Options)!)
            .ToList();
        answers.Select(answer => answer.RequestId).ShouldBe(ids, ignoreOrder: true);
        answers.ShouldAllBe(answer => answer.Error == null);
    }

    /// <summary>A client with a queue of all answers from now on; whoever answers first declares the exchange.</summary>
    private static async Task<BrokerClient> ListenAsync(VirtualHost broker)
    {
        var client = await BrokerClient.ConnectAsync(broker, Cancellation);
        await client.Channel.QueueDeclareAsync(Answers, durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);
        await client.Channel.ExchangeDeclareAsync(AnswersExchange, ExchangeType.Fanout, durable: true, cancellationToken: Cancellation);
        await client.Channel.QueueBindAsync(Answers, AnswersExchange, "", cancellationToken: Cancellation);
        return client;
    }

    private static async Task<HttpStatusCode> ClassifyAsync(HttpClient client, HeldBody body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/classifications") { Content = body };
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<bool> IsRefusedAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("health/live", Cancellation);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
