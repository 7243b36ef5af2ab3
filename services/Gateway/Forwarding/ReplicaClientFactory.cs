using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Lesion.Gateway.Forwarding;

/// <summary>Clients that do not wait long for a machine that is gone.</summary>
internal sealed class ReplicaClientFactory(IOptions<ReplicaOptions> options) : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.Value.ConnectTimeout;
    }
}
