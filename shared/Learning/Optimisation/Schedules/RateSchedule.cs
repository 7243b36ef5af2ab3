namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>
/// The factor on the learning rates at each step of a phase. It holds no state: the factor follows from the step and, with
/// a plateau, from what was seen of the losses.
/// </summary>
/// <param name="stepsAnEpoch">Batches in an epoch, at least 1.</param>
/// <param name="epochs">Of the phase; where it ends earlier, the cosine is cut off.</param>
internal sealed class RateSchedule(ScheduleRecipe recipe, int stepsAnEpoch, int epochs)
{
    private readonly int _warmUp = (int)Math.Round(recipe.WarmUpEpochs * stepsAnEpoch);
    private readonly int _steps = stepsAnEpoch * epochs;

    /// <param name="step">From 0.</param>
    /// <param name="plateau">After the last epoch that ended; matters to a plateau only.</param>
    public double Factor(int step, PlateauState? plateau = null)
    {
        var warmth = step < _warmUp ? (step + 1.0) / _warmUp : 1;
        return warmth * recipe.Kind switch
        {
            ScheduleKind.Constant => 1,
            ScheduleKind.Cosine => Cosine(step),
            ScheduleKind.Step => Math.Pow(recipe.Drop, step / stepsAnEpoch / recipe.DropEvery),
            ScheduleKind.Plateau => Math.Max(recipe.Floor, Math.Pow(recipe.Drop, plateau?.Drops ?? 0)),
            _ => throw new InvalidOperationException($"There is no schedule '{recipe.Kind}'."),
        };
    }

    private double Cosine(int step)
    {
        var done = Math.Clamp((double)(step - _warmUp) / Math.Max(1, _steps - 1 - _warmUp), 0, 1);
        return recipe.Floor + (1 - recipe.Floor) * 0.5 * (1 + Math.Cos(Math.PI * done));
    }
}
