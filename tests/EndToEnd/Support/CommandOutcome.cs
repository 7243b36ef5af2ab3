namespace Lesion.EndToEnd.Support;

/// <summary>What a command that has ended left.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Errors}";
}
