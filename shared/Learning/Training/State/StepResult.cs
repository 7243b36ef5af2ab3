namespace Lesion.Learning.Training.State;

/// <summary>What there is to tell of a step.</summary>
internal sealed record StepResult(string Phase, string Message, params (string Name, double Value)[] Figures)
{
    /// <summary>Images that a network was shown.</summary>
    public int Images { get; init; }
}
