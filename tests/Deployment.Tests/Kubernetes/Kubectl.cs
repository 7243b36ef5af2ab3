using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>Renders overlays, each once.</summary>
internal static class Kubectl
{
    private static readonly Version Oldest = new(1, 27);

    private static readonly string Remedy =
        $"kubectl {Oldest} or later is needed to render k8s/: install it; Debian 13 has it as 'kubernetes-client'.";

    private static readonly Lazy<Task<bool>> IsThere = new(IsThereAsync);

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = [];

    /// <summary>What <c>kubectl kustomize k8s/overlays/…</c> prints. Skips the test where there is no kubectl, but not in CI.</summary>
    public static async Task<string> RenderAsync(string overlay)
    {
        if (!await IsThere.Value)
        {
            Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), Remedy);
            Assert.Fail(Remedy);
        }

        var folder = Repository.PathOf($"k8s/overlays/{overlay}");
        return await Rendered.GetOrAdd(overlay, new Lazy<Task<string>>(() => RunAsync("kustomize", folder))).Value;
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            using var answer = JsonDocument.Parse(await RunAsync("version", "--client", "--output=json"));
            var version = answer.RootElement.GetProperty("clientVersion").GetProperty("gitVersion").GetString()!;
            return Version.Parse(version.TrimStart('v').Split('-', '+')[0]) >= Oldest;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var kubectl = Process.Start(
            new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = kubectl.StandardOutput.ReadToEndAsync();
        var errors = await kubectl.StandardError.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        return kubectl.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'kubectl {string.Join(' ', arguments)}' failed: {errors}");
    }
}
