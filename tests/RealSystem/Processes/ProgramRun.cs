using System.Diagnostics;

namespace Lesion.Testing;

/// <summary>A program that is run to its end.</summary>
internal static class ProgramRun
{
    /// <summary>Skips the test where there is no such program.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="package">The package of Debian that brings it.</param>
    public static void Require(string path, string package) =>
        Xunit.Assert.SkipUnless(File.Exists(path), $"{path} is not there: tests/servers.sh install installs {package}.");

    /// <param name="settings">Environment variables.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task<string> ToEndAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? settings = null,
        CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(), // a folder without settings of its own
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
