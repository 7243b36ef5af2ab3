using System.Text;
using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Lesion.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Lesion.Ingestion.Tests;

/// <summary>What an S3 store tells the broker, on real ones, by a service that looks through the inbox but once.</summary>
public sealed class HearingFromTheStore : IAsyncLifetime
{
    private const string Exchange = "lesion.inbox-notification";
    private const string Queue = "lesion.ingestion.inbox-notification";

    private readonly Heard _heard = new();
    private S3Account _account = null!;
    private VirtualHost _host = null!;
    private WebApplication _app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RealServers.Require(RealServer.S3, RealServer.Rabbit);
        _account = await S3Account.CreateAsync();
        _host = await VirtualHost.CreateAsync();
        _app = Build();
        await _app.StartAsync(Cancellation);
        await _app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Cancellation);

        // Once this is taken in, the sweep of the start has its listing, which holds nothing that is dropped later.
        await DropAsync("nevus/start.jpg");
        await _app.Services.GetRequiredService<IBus>().Publish(new InboxObjectDropped { Key = "nevus/start.jpg" }, Cancellation);
        await _heard.OfAsync("nevus/start.jpg");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_account is not null)
            await _account.DisposeAsync();
    }

    [Fact]
    public async Task What_the_store_publishes_itself_is_taken_in()
    {
        await RealServers.NotifyAsync(_account.Qualified(Buckets.Inbox), _host.Bus, Exchange);

        await DropAsync("nevus/a b+c%41 é.jpg");

        await _heard.OfAsync("nevus/a b+c%41 é.jpg");
    }

    [Fact]
    public async Task Removals_and_other_buckets_are_passed_over_and_what_cannot_be_read_is_kept_with_the_reason()
    {
        foreach (var name in (string[])["removed", "elsewhere", "created"])
            await DropAsync($"nevus/{name}.jpg");

        await PublishAsync(
            """{"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "lesion-inbox"}, "object": {}}}]}""");
        await PublishAsync($$"""
            {"EventName": "s3:ObjectCreated:Put", "Key": "lesion-inbox/nevus/created.jpg", "Records": [
            {{Record("s3:ObjectRemoved:Delete", "lesion-inbox", "nevus%2Fremoved.jpg")}},
            {{Record("s3:ObjectCreated:Put", "lesion-images", "nevus%2Felsewhere.jpg")}},
            {{Record("s3:ObjectCreated:Put", "lesion-inbox", "nevus%2Fcreated.jpg")}}]}
            """);

        await _heard.OfAsync("nevus/created.jpg");
        (await LeftInInboxAsync()).ShouldBe(["nevus/elsewhere.jpg", "nevus/removed.jpg"]);
        (await ReasonOfRefusalAsync()).ShouldContain("no 'key'");
    }

    private static string Record(string name, string bucket, string key) =>
        $$"""{"eventName": "{{name}}", "s3": {"bucket": {"name": "{{bucket}}" }, "object": {"key": "{{key}}" } } }""";

    private async Task DropAsync(string key) => await _app.Services.GetRequiredService<IObjectStore>()
        .PutBytesAsync(Buckets.Inbox, key, Pictures.Jpeg(), cancellationToken: Cancellation);

    /// <summary>The drop is removed after its event, so that there is a moment when both are there.</summary>
    private async Task<List<string>> LeftInInboxAsync()
    {
        while (true)
        {
            var left = await _app.Services.GetRequiredService<IObjectStore>()
                .ListAsync(Buckets.Inbox, cancellationToken: Cancellation)
                .Select(listing => listing.Key)
                .ToListAsync(Cancellation);
            if (!left.Contains("nevus/created.jpg"))
                return left;
            await Task.Delay(20, Cancellation);
        }
    }

    private async Task PublishAsync(string notification)
    {
        await using var connection = await new ConnectionFactory { Uri = _host.Bus }.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        await channel.BasicPublishAsync(Exchange, "", Encoding.UTF8.GetBytes(notification), Cancellation);
    }

    private async Task<string> ReasonOfRefusalAsync()
    {
        while (true)
        {
            await Task.Delay(50, Cancellation);

            // A connection of its own each time: asking for a queue that is not there yet closes the channel, and for one
            // whose leader is still being chosen, the connection.
            try
            {
                await using var connection = await new ConnectionFactory { Uri = _host.Bus }.CreateConnectionAsync(Cancellation);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
                if (await channel.BasicGetAsync($"{Queue}.error", autoAck: true, Cancellation) is { } kept)
                    return Encoding.UTF8.GetString((byte[])kept.BasicProperties.Headers!["MT-Fault-Message"]!);
            }
            catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
            {
                continue;
            }
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Lesion:Bus"] = _host.Bus.ToString(),
            ["Lesion:Storage:Endpoint"] = _account.Settings.Endpoint,
            ["Lesion:Storage:AccessKey"] = _account.Settings.AccessKey,
            ["Lesion:Storage:SecretKey"] = _account.Settings.SecretKey,
            ["Lesion:Ingestion:SweepInterval"] = "1.00:00:00",
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.Services.AddSingleton(_heard);
        builder.AddServiceDefaults();
        builder.AddIngestion();
        builder.AddBusConsumers(bus => bus.AddConsumer<HeardConsumer>());
        builder.AddBus();
        return builder.Build();
    }
}
