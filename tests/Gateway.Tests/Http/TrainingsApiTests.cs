using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lesion.Gateway.Tests.Http;

public abstract class TrainingsApiTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_is_accepted_without_a_body_and_written_down_before_the_answer()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var ended = host.Consumed.Next<TrainingEnded>();

        using var response = await host.Client.PostAsync("/v1/trainings", null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        response.Headers.Location!.ToString().ShouldBe($"/v1/trainings/{id}");
        (await host.Store.GetJsonAsync<TrainingRequest>(Buckets.Models, Keys.TrainingRequest(id), Cancellation))!
            .Preset.ShouldBe("fast");
        await ended;
        var training = await host.Client.GetFromJsonAsync<JsonElement>($"/v1/trainings/{id}", Cancellation);
        training.GetProperty("status").GetString().ShouldBe("failed");
        training.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("no images to train on");
    }

    [Fact]
    public async Task A_training_is_followed_from_its_first_slice_to_its_end()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await host.PublishAsync(Samples.Progress("t1", 0));
        await using var stream = await host.Client.GetStreamAsync("/v1/trainings/t1/events", Cancellation);
        await using var events = SseParser.Create(stream).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        await events.MoveNextAsync();
        (events.Current.EventType, events.Current.EventId).ShouldBe(("progress", "0"));
        await host.PublishAsync(Samples.Progress("t1", 1));
        await events.MoveNextAsync();
        (events.Current.EventType, events.Current.EventId).ShouldBe(("progress", "1"));
        await host.PublishAsync(new TrainingEnded { Outcome = Samples.Outcome("t1") });
        await events.MoveNextAsync();
        events.Current.EventType.ShouldBe("ended");
        JsonElement.Parse(events.Current.Data).GetProperty("status").GetString().ShouldBe("completed");
        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_follows_a_training_does_not_keep_the_gateway_from_ending()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await host.PublishAsync(Samples.Progress("t1", 0));
        await using var stream = await host.Client.GetStreamAsync("/v1/trainings/t1/events", Cancellation);
        await using var events = SseParser.Create(stream).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await events.MoveNextAsync();

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Following_goes_on_after_the_last_event_that_was_seen()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        for (var slice = 0; slice < 3; slice++)
        {
            await host.PublishAsync(Samples.Progress("t1", slice));
        }

        await host.PublishAsync(new TrainingEnded { Outcome = Samples.Outcome("t1") });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/trainings/t1/events");
        request.Headers.Add("Last-Event-ID", "1");

        using var response = await host.Client.SendAsync(request, Cancellation);

        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation);
        (await events.Select(item => item.EventType + item.EventId).ToListAsync(Cancellation)).ShouldBe(["progress2", "ended"]);
    }

    [Fact]
    public async Task Cancelling_asks_the_workers_and_ends_what_none_has_begun()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await host.PublishAsync(Samples.Progress("begun", 0));
        await host.Store.PutJsonAsync(Buckets.Models, Keys.TrainingHead("begun"), new { }, cancellationToken: Cancellation);
        await host.PublishAsync(Samples.Progress("waiting", 0));
        var ended = host.Consumed.Next<TrainingEnded>();

        foreach (var id in new[] { "begun", "waiting" })
        {
            using var response = await host.Client.DeleteAsync($"/v1/trainings/{id}", Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await host.Store.HeadAsync(Buckets.Models, Keys.TrainingCancel(id), Cancellation)).ShouldNotBeNull();
        }

        (await ended).Outcome.TrainingId.ShouldBe("waiting");
        (await host.Store.HeadAsync(Buckets.Models, Keys.TrainingOutcome("begun"), Cancellation)).ShouldBeNull();
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    public sealed class OnSqlite() : TrainingsApiTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : TrainingsApiTests(CatalogDatabase.Postgres);
}
