using System.Text.Json.Serialization;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Planning;

namespace Lesion.Learning.Training.Members;

/// <summary>Where the member that is being trained stands, beside its tensors.</summary>
internal sealed record MemberProgress
{
    public required Member Member { get; init; }

    /// <summary>Place of its last phase among those that train by gradient.</summary>
    public required int Phase { get; init; }

    /// <summary>Steps that the phase has done; null where the phase has ended.</summary>
    public int? Steps { get; init; } = 0;

    /// <summary>Sum of the epoch's losses so far, each times its images; null where one was no number.</summary>
    public double? LossSum { get; init; } = 0;

    /// <summary>Images that the epoch has shown so far.</summary>
    public int Shown { get; init; }

    public PlateauState Plateau { get; init; } = new();

    /// <summary>After some more batches.</summary>
    public MemberProgress After(IReadOnlyList<double> losses, IReadOnlyList<ImageBatch> batches, int steps)
    {
        var sum = losses.Zip(batches, (loss, batch) => loss * batch.Places.Count).Sum();
        return this with
        {
            Steps = steps,
            LossSum = double.IsFinite(sum) ? LossSum + sum : null,
            Shown = Shown + batches.Sum(batch => batch.Places.Count),
        };
    }

    /// <summary>At the end of an epoch. What was not trained on is no part of it: a training on all images has none of it.</summary>
    public MemberProgress NextEpoch(ScheduleRecipe schedule) =>
        this with { LossSum = 0, Shown = 0, Plateau = Plateau.After(MeanLoss ?? double.NaN, schedule) };

    /// <summary>The mean loss of the epoch so far; null where one was no number.</summary>
    [JsonIgnore]
    public double? MeanLoss => LossSum / Shown;
}
