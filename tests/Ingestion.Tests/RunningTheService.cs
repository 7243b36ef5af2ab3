using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion.Tests;

public sealed class RunningTheService : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("lesion-ingestion-");
    private readonly Heard _heard = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_lay_in_the_inbox_is_taken_in_at_the_start()
    {
        await using var app = Build();
        await DropAsync(app, "nevus/before.jpg");
        await app.StartAsync(Cancellation);

        await _heard.OfAsync("nevus/before.jpg");
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Word_of_a_drop_is_enough()
    {
        await using var app = Build(("Lesion:Ingestion:SweepInterval", "1.00:00:00"));
        await app.StartAsync(Cancellation);
        await DropAsync(app, "nevus/after.jpg");
        await app.Services.GetRequiredService<IBus>().Publish(new InboxObjectDropped { Key = "nevus/after.jpg" }, Cancellation);

        await _heard.OfAsync("nevus/after.jpg");
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_stops_the_start_and_is_named()
    {
        await using var app = Build(("Lesion:Ingestion:MaxBytes", "0"));

        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(Cancellation))).Message.ShouldContain("MaxBytes");
    }

    private static Task<ObjectInfo> DropAsync(WebApplication app, string key) =>
        app.Services.GetRequiredService<IObjectStore>()
            .PutBytesAsync(Buckets.Inbox, key, Pictures.Jpeg(), cancellationToken: Cancellation);

    private WebApplication Build(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Configuration["Lesion:Data"] = _data.FullName;
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSingleton(_heard);
        builder.AddServiceDefaults();
        builder.AddIngestion();
        builder.AddBusConsumers(bus => bus.AddConsumer<HeardConsumer>());
        builder.AddBus();
        return builder.Build();
    }
}
