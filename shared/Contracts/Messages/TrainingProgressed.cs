namespace Lesion.Contracts;

/// <summary>A slice of a training is done.</summary>
public sealed record TrainingProgressed
{
    public required string TrainingId { get; init; }

    public required int Slice { get; init; }

    /// <summary><c>features</c>, <c>probe</c>, <c>search</c>, <c>train</c>, <c>evaluate</c>, …</summary>
    public required string Phase { get; init; }

    /// <summary>Steps of the whole plan that are done.</summary>
    public required int StepsDone { get; init; }

    /// <summary>Steps of the whole plan.</summary>
    public required int Steps { get; init; }

    /// <summary>One line for a person.</summary>
    public required string Message { get; init; }

    /// <summary>Figures by name (<c>loss</c>, <c>auc</c>, …) where there are any.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    public required DateTimeOffset At { get; init; }
}
