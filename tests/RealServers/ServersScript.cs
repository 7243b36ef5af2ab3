using System.Diagnostics;

namespace Lesion.Testing;

/// <summary>Runs <c>tests/servers.sh</c>, which itself sees to it that one caller at a time starts and stops servers.</summary>
internal static class ServersScript
{
    private static readonly Lazy<Outcome> Up = new(() => Execute("up"));

    /// <summary>The settings of the servers that could be started, by environment variable.</summary>
    public static IReadOnlyDictionary<string, string> Settings => Parse(Up.Value.Output);

    /// <summary>What the script said of those that could not, as sentences; or nothing.</summary>
    public static string Reason =>
        Up.Value.ExitCode == 0 ? "" : Up.Value.Errors.ReplaceLineEndings(". ");

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The settings that it printed.</returns>
    /// <exception cref="InvalidOperationException">The command failed; the message holds what it said.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> RunAsync(params string[] arguments)
    {
        var outcome = await Task.Run(() => Execute(arguments));
        return outcome.ExitCode == 0
            ? Parse(outcome.Output)
            : throw new InvalidOperationException($"tests/servers.sh {string.Join(' ', arguments)} failed: {outcome.Errors}");
    }

    private static Outcome Execute(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new Outcome(1, "", "tests/servers.sh runs on Linux only\n");
        }

        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot(), "tests", "servers.sh"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Reads lines <c>export NAME=value</c>, the value perhaps in single quotes.</summary>
    private static Dictionary<string, string> Parse(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors);
}
