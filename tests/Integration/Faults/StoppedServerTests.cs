using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>One of the servers that all services stand on is stopped, and started again.</summary>
public sealed class StoppedServerTests : FaultTest
{
    [Theory]
    [InlineData(RealServer.Rabbit)]
    [InlineData(RealServer.S3)]
    [InlineData(RealServer.Postgres)]
    public async Task All_goes_on_where_it_was(RealServer server)
    {
        await Stream.DropAsync(Stretch, Cancellation);
        await AtWorkAsync();

        var drops = Stream.DropAsync(Stretch, Cancellation);
        try
        {
            await RealServers.StopAsync(server);
            await Until.IsTrueAsync("the gateway says that something is away", async () => !await IsHealthyAsync(), Cancellation);
        }
        finally
        {
            await RealServers.StartAsync(server);
        }

        await drops;
        await Stream.DropAsync(Stretch, Cancellation);
        await Until.IsTrueAsync("the gateway says that all is there again", IsHealthyAsync, Cancellation);
        await SettleAsync();
    }

    /// <summary>Without the broker it is still ready, since what is known can be asked for; it says then that it is degraded.</summary>
    private async Task<bool> IsHealthyAsync()
    {
        using var answer = await Deployed.Gateway.Http.GetAsync("health/ready", Cancellation);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return report.GetProperty("status").GetString() == "healthy";
    }
}
