namespace Lesion.Gateway.Tests.Support;

/// <summary>One gateway for tests that leave nothing behind.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GatewayHost? _host;

    internal GatewayHost Host => _host ?? throw new InvalidOperationException("The gateway was not started.");

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
