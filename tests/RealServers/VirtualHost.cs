using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Lesion.Testing;

/// <summary>A virtual host of the real broker for one test class: its exchanges and queues disturb nobody, and go with it.</summary>
public sealed class VirtualHost : IAsyncDisposable
{
    private readonly HttpClient _management;

    private VirtualHost(HttpClient management, string name, Uri bus)
    {
        _management = management;
        Name = name;
        Bus = new UriBuilder(bus) { Path = name }.Uri;
    }

    public string Name { get; }

    /// <summary>The broker at this virtual host, as <c>Lesion:Bus</c> takes it.</summary>
    public Uri Bus { get; }

    /// <summary>Makes one, of which the broker's user may do everything; skips the test where there is no broker.</summary>
    public static async Task<VirtualHost> CreateAsync()
    {
        var bus = RealServers.Bus;
        var host = new VirtualHost(Client(RealServers.BusManagement), $"test-{Guid.NewGuid():N}", bus);
        await host.PutAsync($"vhosts/{host.Name}", new { });
        await host.PutAsync($"permissions/{host.Name}/{bus.UserInfo.Split(':')[0]}", new { configure = ".*", write = ".*", read = ".*" });
        return host;
    }

    /// <summary>Asks the management API.</summary>
    /// <param name="path">Below <c>/api/</c>, for instance <c>$"queues/{host.Name}"</c>.</param>
    /// <exception cref="HttpRequestException">There is no such thing, or the broker is away.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellation = default) =>
        _management.GetFromJsonAsync<JsonElement>(path, cancellation);

    /// <summary>Orders something of the management API.</summary>
    /// <inheritdoc cref="GetAsync" path="/param"/>
    public async Task PutAsync(string path, object content, CancellationToken cancellation = default)
    {
        // With a length: the management API reads no chunks.
        using var json = new StringContent(JsonSerializer.Serialize(content), Encoding.UTF8, "application/json");
        using var answer = await _management.PutAsync(path, json, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        using (_management)
        using (var answer = await _management.DeleteAsync($"vhosts/{Name}", CancellationToken.None))
        {
            answer.EnsureSuccessStatusCode();
        }
    }

    private static HttpClient Client(Uri management)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)));
        var client = new HttpClient { BaseAddress = new UriBuilder(management) { UserName = "", Password = "", Path = "/api/" }.Uri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return client;
    }
}
