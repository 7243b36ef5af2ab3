using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>A server of its own that stands for an inference instance, on a port of the loopback address.</summary>
internal sealed class ReplicaStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<IHeaderDictionary> _seen = [];
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    private ReplicaStub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What it says when it is asked whether it is ready.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>The headers of what was forwarded to it.</summary>
    public IReadOnlyCollection<IHeaderDictionary> Seen => _seen;

    /// <summary>The next request that arrives, before it is answered.</summary>
    public ChannelReader<string> Arrivals => _arrivals.Reader;

    /// <param name="answer">What it does with a request; null takes it in and answers 200.</param>
    /// <param name="address">Where it listens; by default on a free port.</param>
    public static async Task<ReplicaStub> StartAsync(RequestDelegate? answer = null, string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address).ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        var stub = new ReplicaStub(builder.Build());
        stub._app.MapGet("/health/ready", () => Results.StatusCode(stub.IsReady ? 200 : 503));
        stub._app.MapFallback(async context =>
        {
            stub._seen.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary()));
            stub._arrivals.Writer.TryWrite(context.Request.Path);
            await (answer ?? TakeAsync)(context);
        });
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static Task TakeAsync(HttpContext context) => context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
}
