namespace Lesion.Testing;

/// <summary>What one look at the whole system found.</summary>
public sealed record InvariantReport(IReadOnlyList<Violation> Violations)
{
    public bool IsClean => Violations.Count == 0;

    public override string ToString() => IsClean
        ? "Every invariant holds."
        : $"{Violations.Count} violations:\n{string.Join('\n', Violations.Select(violation => $"- {violation}"))}";
}
