using System.Net;
using System.Net.Sockets;

namespace Lesion.Standalone.Serving;

/// <summary>Where a server listens when it is not told.</summary>
internal static class Addresses
{
    public const string Default = "http://localhost:8080";

    /// <summary>Loopback on a port that the system chooses.</summary>
    public const string AnyFree = "http://127.0.0.1:0";

    /// <summary>Whether a server can be told to listen there; several are separated by semicolons.</summary>
    public static bool AreValid(string urls)
    {
        try
        {
            return urls.Split(';').All(url => BindingAddress.Parse(url).Scheme is "http" or "https");
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The default address, or a free one where somebody listens there already.</summary>
    public static string DefaultOrFree()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, new Uri(Default).Port);
            probe.Start();
            return Default;
        }
        catch (SocketException)
        {
            return AnyFree;
        }
    }
}
