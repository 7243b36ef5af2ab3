using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Lesion.Gateway.Forwarding;

/// <summary>
/// Makes an instance of every address that a name stands for, such as a headless service of Kubernetes, and asks again as often
/// as instances are asked whether they are ready. A name without an address stays as it is, an instance that is not ready.
/// </summary>
internal sealed class ReplicaResolver(HostLookup lookup, IOptions<ReplicaOptions> options, TimeProvider time) : IDestinationResolver
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<IPAddress>> _known = [];

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var replicas = new Dictionary<string, DestinationConfig>();
        var hasNames = false;
        foreach (var (id, destination) in destinations)
        {
            var uri = new Uri(destination.Address);
            if (uri.HostNameType != UriHostNameType.Dns || uri.IsLoopback)
            {
                replicas[id] = destination;
                continue;
            }

            hasNames = true;
            var addresses = await AddressesAsync(uri.IdnHost, cancellationToken);
            if (addresses.Count == 0)
                replicas[id] = destination;
            foreach (var address in addresses)
            {
                var replica = new UriBuilder(uri) { Host = address.ToString() }.Uri.GetLeftPart(UriPartial.Authority);
                replicas[replica] = destination with { Address = replica, Host = uri.Authority };
            }
        }

        return new ResolvedDestinationCollection(replicas, hasNames ? Later() : null);
    }

    /// <summary>Of one family, since a host's addresses of both are the same host twice.</summary>
    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await lookup(host, cancellationToken);
            var family = addresses.Select(address => address.AddressFamily).DefaultIfEmpty().Min();
            return _known[host] = [.. addresses.Where(address => address.AddressFamily == family)];
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TryAgain)
        {
            // Nobody could be asked, which says nothing of the instances.
            return _known.GetValueOrDefault(host, []);
        }
        catch (SocketException)
        {
            return _known[host] = [];
        }
    }

    private CancellationChangeToken Later() => new(new CancellationTokenSource(options.Value.ProbeInterval, time).Token);
}
