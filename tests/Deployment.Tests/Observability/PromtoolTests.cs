using System.ComponentModel;
using System.Diagnostics;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>Prometheus' own checker, where it is installed: Debian's package <c>prometheus</c> has it.</summary>
public sealed class PromtoolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_configuration_and_its_rules_are_valid() =>
        await RunAsync("check", "config", Repository.PathOf("deploy/prometheus/prometheus.yml"));

    [Fact]
    public async Task Alerts_fire_when_they_should_and_only_then() =>
        await RunAsync(["test", "rules", .. Directory.GetFiles(Repository.PathOf("deploy/prometheus/tests"), "*.yml")]);

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var promtool = Start(start);
        Assert.SkipWhen(promtool is null, "promtool is not installed; Debian's package prometheus has it.");

        var output = promtool.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = promtool.StandardError.ReadToEndAsync(Cancellation);
        await promtool.WaitForExitAsync(Cancellation);

        promtool.ExitCode.ShouldBe(0, $"{await output}{await errors}");
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception exception) when (exception.NativeErrorCode == 2)
        {
            return null;
        }
    }
}
