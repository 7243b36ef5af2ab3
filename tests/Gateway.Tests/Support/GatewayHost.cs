using Lesion.Gateway.Catalog;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Gateway.Tests.Support;

/// <summary>The gateway with its bus and its sweep on a folder, and a client of its HTTP API.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, Consumed consumed, FakeTimeProvider time)
    {
        _app = app;
        Consumed = consumed;
        Time = time;
        Client = app.GetTestClient();
    }

    /// <summary>Messages whose consumers have run to their end.</summary>
    public Consumed Consumed { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IObjectStore Store => Services.GetRequiredService<IObjectStore>();

    public IBus Bus => Services.GetRequiredService<IBus>();

    public static async Task<GatewayHost> StartAsync(CatalogHome home, params (string Key, string Value)[] settings)
    {
        LogContext.Current = null;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["Lesion:Data"] = home.Folder.Path;
        builder.Configuration["Lesion:Catalog"] = home.ConnectionString;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-02T03:04:05Z"));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddServiceDefaults();
        builder.AddGateway();
        builder.AddBusConsumers(bus => Silence.AddTo(bus));
        builder.AddBus();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGateway();

        var consumed = new Consumed();
        app.Services.GetRequiredService<IBus>().ConnectConsumeObserver(consumed);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<CatalogSchema>().Complete.WaitAsync(Limit);
        return new GatewayHost(app, consumed, time);
    }

    /// <summary>Longer than anything here takes, and shorter than anybody waits.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Publishes a message and waits until its consumer has run to its end.</summary>
    public async Task PublishAsync<T>(T message)
        where T : class
    {
        var done = Consumed.Next<T>();
        await Bus.Publish(message, TestContext.Current.CancellationToken);
        await done;
    }

    public Task<CatalogContext> OpenCatalogAsync() => Services
        .GetRequiredService<IDbContextFactory<CatalogContext>>()
        .CreateDbContextAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
