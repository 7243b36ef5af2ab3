using Lesion.ServiceDefaults;
using Lesion.Testing;

namespace Lesion.Integration.Draining;

internal static class ServiceProcessExtensions
{
    /// <summary>Sends SIGTERM: the process has to end by itself, in time, and without a complaint of ours.</summary>
    public static async Task ShouldEndInGoodOrderAsync(this ServiceProcess process, CancellationToken cancellationToken)
    {
        var logged = process.Log.Length;
        var begun = TimeProvider.System.GetTimestamp();
        (await process.EndAsync(cancellationToken)).ShouldBe(0);
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(ServiceDefaultsExtensions.ShutdownTimeout);
        process.Log[logged..].ShouldNotContain("fail: Lesion.");
        process.Log[logged..].ShouldNotContain("crit:");
    }
}
