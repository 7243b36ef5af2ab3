using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>Renders overlays, each once.</summary>
internal static class Kubectl
{
    private const string Remedy = "kubectl 1.27 or later is needed to render k8s/: install it; Debian 13 has it as 'kubernetes-client'.";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = [];

    /// <summary>What <c>kubectl kustomize k8s/overlays/…</c> prints. Skips the test where there is no kubectl, but not in CI.</summary>
    public static async Task<string> RenderAsync(string overlay)
    {
        try
        {
            return await Rendered.GetOrAdd(overlay, new Lazy<Task<string>>(() => RunAsync($"k8s/overlays/{overlay}"))).Value;
        }
        catch (Win32Exception) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Skip(Remedy);
            throw;
        }
    }

    /// <exception cref="Win32Exception">There is no kubectl.</exception>
    private static async Task<string> RunAsync(string folder)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Repository.PathOf(folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var kubectl = Process.Start(start)!;
        var output = kubectl.StandardOutput.ReadToEndAsync();
        var errors = kubectl.StandardError.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        return kubectl.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'kubectl kustomize {folder}' failed. {Remedy}\n{await errors}");
    }
}
