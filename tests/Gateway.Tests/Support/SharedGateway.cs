namespace Lesion.Gateway.Tests.Support;

/// <summary>One gateway for tests that leave nothing behind.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private readonly CatalogHome _home = new(CatalogDatabase.Sqlite);
    private GatewayHost? _host;

    internal GatewayHost Host => _host ?? throw new InvalidOperationException("The gateway was not started.");

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(_home);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _home.Dispose();
    }
}
