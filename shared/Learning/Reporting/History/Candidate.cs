using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>One of some alternatives, judged on training images that it was not trained on.</summary>
public sealed record Candidate
{
    private const string AucName = "auc";

    /// <summary>Such as <c>0.03</c> or <c>4 epochs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Out-of-fold AUC; 0 where the training ran away and gave no numbers.</summary>
    public required double Auc { get; init; }

    /// <summary>95 % bootstrap interval [low, high] of <see cref="Auc"/>; null where it ran away.</summary>
    public double[]? Interval { get; init; }

    /// <summary>Whether training went on with it.</summary>
    public bool Chosen { get; init; }

    /// <param name="outOfFold">Null where the training ran away.</param>
    public static Candidate Of(string name, PredictionSet? outOfFold, bool chosen = false)
    {
        if (outOfFold is null)
            return new Candidate { Name = name, Auc = 0, Chosen = chosen };
        var metrics = ClassificationEvaluator.Evaluate(outOfFold, threshold: null);
        return new Candidate { Name = name, Auc = metrics.Auc, Interval = metrics.Intervals.GetValueOrDefault(AucName), Chosen = chosen };
    }
}
