using System.Net;

namespace Lesion.Gateway.Forwarding;

/// <summary>Asks for the addresses of a host.</summary>
/// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could be asked.</exception>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);
