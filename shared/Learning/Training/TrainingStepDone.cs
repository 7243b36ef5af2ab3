namespace Lesion.Learning.Training;

/// <summary>Progress of a training.</summary>
/// <param name="Phase"><c>features</c>, <c>probe</c>, <c>search</c>, <c>train</c>, <c>evaluate</c>.</param>
/// <param name="Message">One line for a person.</param>
/// <param name="Figures">By name, such as <c>auc</c> and <c>loss</c>.</param>
public sealed record TrainingStepDone(
    string Phase, int StepsDone, int Steps, string Message, IReadOnlyDictionary<string, double> Figures)
{
    /// <summary>Images that a network was shown in this step.</summary>
    public int Images { get; init; }
}
