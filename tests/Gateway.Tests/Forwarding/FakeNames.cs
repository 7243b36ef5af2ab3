using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Configuration;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>A name server that says what a test has it say, and the clock by which it is asked.</summary>
internal sealed class FakeNames : IConfigChangeListener
{
    private TaskCompletionSource _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The addresses of every name; none is a name that does not exist.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>Whether it can be asked.</summary>
    public bool IsAway { get; set; }

    public Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new SocketException((int)SocketError.TryAgain);
        if (Addresses.Count == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(Addresses.Select(IPAddress.Parse).ToArray());
    }

    /// <summary>Lets the time pass after which names are asked for again, and returns when the answer counts.</summary>
    public Task PassAsync(TimeSpan time)
    {
        _applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var applied = _applied.Task;
        Time.Advance(time);
        return applied.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    void IConfigChangeListener.ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => _applied.TrySetResult();

    void IConfigChangeListener.ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        _applied.TrySetException(exception);

    void IConfigChangeListener.ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    void IConfigChangeListener.ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        _applied.TrySetException(exception);
}
