using System.Net;
using System.Net.Sockets;

namespace Lesion.Testing;

/// <summary>
/// Free ports of the loopback address, each given once to this process. They lie below those that the system gives to
/// outgoing connections, so that a service finds its port free again when it is started anew.
/// </summary>
public static class LoopbackPorts
{
    private const int First = 20_000;
    private const int Last = 27_999;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            int port;
            do
                port = Random.Shared.Next(First, Last + 1);
            while (Given.Contains(port) || !IsFree(port));
            Given.Add(port);
            return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
