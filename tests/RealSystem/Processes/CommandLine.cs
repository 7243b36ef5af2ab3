namespace Lesion.Testing;

/// <summary><c>lesion</c> as a process.</summary>
public static class CommandLine
{
    /// <param name="settings">Environment variables.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static Task<string> RunAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? settings = null,
        CancellationToken cancellationToken = default) =>
        ProgramRun.ToEndAsync("dotnet", ["exec", BuiltServices.CommandLine, .. arguments], settings, cancellationToken);
}
