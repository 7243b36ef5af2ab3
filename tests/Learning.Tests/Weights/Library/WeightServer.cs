using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lesion.Learning.Tests.Weights.Library;

/// <summary>A real HTTP server on loopback that can have a bad day.</summary>
internal sealed class WeightServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WeightServer(WebApplication app) => _app = app;

    /// <summary>What the names of files are relative to.</summary>
    public Uri Address => new($"{_app.Urls.Single()}/models/");

    /// <summary>The Range header of each request, in order; empty where there was none.</summary>
    public ConcurrentQueue<string> Ranges { get; } = new();

    /// <param name="answer">Gets the request, and its number from 0.</param>
    public static async Task<WeightServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new WeightServer(builder.Build());
        var requests = -1;
        server._app.Run(context =>
        {
            server.Ranges.Enqueue(context.Request.Headers.Range.ToString());
            return answer(context, Interlocked.Increment(ref requests));
        });
        await server._app.StartAsync();
        return server;
    }

    public static Task<WeightServer> StartAsync(byte[] file) => StartAsync((context, _) => SendAsync(context, file));

    /// <summary>Answers with a file or the part of it that was asked for. After too few bytes the server closes the connection.</summary>
    public static async Task SendAsync(HttpContext context, byte[] file, int cutAfter = int.MaxValue)
    {
        var begin = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        if (begin >= file.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return;
        }

        if (begin > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {begin}-{file.Length - 1}/{file.Length}";
        }

        var rest = file.AsMemory((int)begin);
        context.Response.ContentLength = rest.Length;
        await context.Response.Body.WriteAsync(rest[..Math.Min(cutAfter, rest.Length)]);
        await context.Response.Body.FlushAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
