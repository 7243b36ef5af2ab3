using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lesion.Testing;

/// <summary>
/// A way to a server that can be cut: to whoever goes by it, the server is away, while all others find it there.
/// </summary>
public sealed class Passage : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly int _port;
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    private Passage(Uri server)
    {
        _server = server;
        Open(port: 0);
        _port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    /// <summary>The server's address by this way.</summary>
    public Uri Address => new UriBuilder(_server) { Host = "127.0.0.1", Port = _port }.Uri;

    public static Passage To(Uri server) => new(server);

    /// <summary>Ends every connection, and refuses new ones.</summary>
    public async Task CutAsync()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var client in _open.Keys)
            client.Dispose();
        await _accepting;
    }

    /// <summary>The server can be reached again.</summary>
    public void Restore() => Open(_port);

    public async ValueTask DisposeAsync() => await CutAsync();

    private void Open(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was cut.
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port);
            var (there, here) = (server.GetStream(), client.GetStream());
            await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut, or the server is away itself.
        }
        finally
        {
            client.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }
}
