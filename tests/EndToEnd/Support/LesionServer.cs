using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lesion.Storage;

namespace Lesion.EndToEnd.Support;

/// <summary><c>lesion serve</c> on a free port, with HTTP.</summary>
internal sealed partial class LesionServer : IAsyncDisposable
{
    private readonly LesionProcess _process;

    private LesionServer(LesionProcess process, Uri address, string data)
    {
        _process = process;
        Data = data;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>The state folder.</summary>
    public string Data { get; }

    public string Address => Http.BaseAddress!.ToString();

    public string Log => _process.Output + _process.Errors;

    /// <summary>The folder into which a person copies images.</summary>
    public string Inbox => Bucket(Buckets.Inbox);

    /// <summary>The folder of a bucket.</summary>
    public string Bucket(string name) => Path.Combine(Data, "objects", name);

    /// <param name="settings">Environment variables; null sets none.</param>
    public static async Task<LesionServer> StartAsync(string data, IReadOnlyDictionary<string, string>? settings = null)
    {
        var process = LesionProcess.Start(
            ["serve", "--data", data, "--urls", "http://127.0.0.1:0"], settings ?? new Dictionary<string, string>());
        var address = await Eventually.GetAsync("the server says where it listens", () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended.\n{process.Output}\n{process.Errors}");
            }

            var match = ServesOn().Match(process.Output);
            return Task.FromResult(match.Success ? match.Groups[1].Value : null);
        });
        return new LesionServer(process, new Uri(address), data);
    }

    public async Task<JsonObject> GetAsync(string path) =>
        (await Http.GetFromJsonAsync<JsonObject>(path, TestContext.Current.CancellationToken))!;

    /// <summary>All items of a list.</summary>
    public async Task<List<JsonNode>> ListAsync(string path)
    {
        var items = new List<JsonNode>();
        var cursor = "";
        do
        {
            var page = await GetAsync($"{path}?limit=1000{cursor}");
            items.AddRange(page["items"]!.AsArray()!);
            cursor = page["next"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        return items;
    }

    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"serves on (http://\S+?);")]
    private static partial Regex ServesOn();
}
