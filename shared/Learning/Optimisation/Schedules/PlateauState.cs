namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>What a schedule that waits for a plateau has seen of the losses so far. It is stored with the training's state.</summary>
/// <param name="Best">The least loss; null before the first.</param>
/// <param name="Waited">Epochs since then, or since the last fall of the rate.</param>
/// <param name="Drops">How often the rate has fallen.</param>
internal sealed record PlateauState(double? Best = null, int Waited = 0, int Drops = 0)
{
    /// <summary>After another epoch.</summary>
    /// <param name="loss">The epoch's mean training loss: a refit keeps no images out. One that is no number is no improvement.</param>
    public PlateauState After(double loss, ScheduleRecipe recipe)
    {
        if (double.IsFinite(loss) && (Best is not { } best || loss < best - recipe.LeastImprovement * Math.Abs(best)))
            return this with { Best = loss, Waited = 0 };
        return Waited + 1 < recipe.Patience
            ? this with { Waited = Waited + 1 }
            : this with { Waited = 0, Drops = Drops + 1 };
    }
}
