using Lesion.Gateway.Forwarding;
using Lesion.Gateway.Http;
using Lesion.Gateway.Tests.Support;
using Lesion.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>The gateway's forwarding alone, on a real server, since bodies are to stream.</summary>
internal sealed class ForwardingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private ForwardingHost(WebApplication app, TemporaryFolder folder)
    {
        (_app, _folder) = (app, folder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static TimeSpan ProbeInterval { get; } = TimeSpan.FromMinutes(10);

    public HttpClient Http { get; }

    /// <summary>Starts, and asks each instance once whether it is ready; it does not ask again by itself.</summary>
    /// <param name="urls">The instances' addresses.</param>
    /// <param name="names">What answers for names; by default the machine.</param>
    public static async Task<ForwardingHost> StartAsync(string urls, FakeNames? names = null)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Lesion:Inference:Urls"] = urls;
        builder.Configuration["Lesion:Inference:ProbeInterval"] = $"{ProbeInterval}";
        builder.Configuration["Lesion:Inference:ProbeTimeout"] = "00:01:00"; // a busy machine is no unready instance
        builder.Configuration["Lesion:Data"] = folder.Path;
        builder.AddServiceDefaults();
        builder.AddForwarding();
        if (names is not null)
        {
            builder.Services.AddSingleton<HostLookup>(names.LookUpAsync);
            builder.Services.AddSingleton<TimeProvider>(names.Time);
            builder.Services.AddSingleton<IConfigChangeListener>(names);
        }

        builder.Services.AddApiDescription();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapForwarding();
        app.MapApiDescription();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var host = new ForwardingHost(app, folder);
        await host.ProbeAsync();
        return host;
    }

    public Task ProbeAsync() => _app.Services.GetRequiredService<IActiveHealthCheckMonitor>()
        .CheckHealthAsync(_app.Services.GetRequiredService<IProxyStateLookup>().GetClusters());

    public async Task<HealthReportEntry> HealthAsync() =>
        (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["inference"];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
