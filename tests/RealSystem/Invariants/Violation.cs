namespace Lesion.Testing;

/// <summary>Something that may never be, and is.</summary>
/// <param name="Subject">What it is about: a key, a queue.</param>
/// <param name="Problem">What is wrong with it, as a sentence after the subject.</param>
public sealed record Violation(string Subject, string Problem)
{
    public override string ToString() => $"{Subject} {Problem}";
}
