namespace Lesion.Learning.Training.Planning;

/// <summary>How long work takes on this machine, in seconds.</summary>
/// <param name="ReadView">Making a picture of an image: the whole, its crop, or a view.</param>
/// <param name="Row">One row through the network.</param>
/// <param name="ProbeRow">Fitting the probe for one penalty, for each row that it is fitted on.</param>
/// <param name="Trained">One image of a step of each phase that trains by gradient.</param>
internal sealed record StepTimes(double ReadView, double Row, double ProbeRow, IReadOnlyList<double> Trained)
{
    /// <summary>What all steps of a training take.</summary>
    public double Of(TrainingLayout layout) => layout.Steps.Sum(step => Of(layout, step));

    private double Of(TrainingLayout layout, TrainingStep step)
    {
        var recipe = layout.Recipe;
        switch (step.Kind)
        {
            case StepKind.Features:
                var (images, withViews) = layout.FeaturePart(step.Part);
                var views = withViews ? recipe.Views?.Views ?? 0 : 0;
                return images.Count * ((recipe.Input.Crops + views) * ReadView + (recipe.TestRows + views) * Row);
            case StepKind.Probe or StepKind.ChooseProbe:
                var fits = step.Kind is StepKind.Probe ? recipe.Probe!.Penalties.Count : 1;
                return fits * layout.Training.Count * (recipe.TestRows + (recipe.Views?.Views ?? 0)) * ProbeRow;
            case StepKind.RangeTest:
                return StepList.RangeTestBatches * layout.TrainPhases[0].BatchSize * Trained[0];
            case StepKind.Train:
                var trained = layout.Training.Count(image => image.Fold != layout.KeptOut(step.Member));
                return (double)trained / layout.PartsOfEpoch(step.Member, step.Phase) * Trained[step.Phase];
            case StepKind.Validate when !layout.RunsOnFeatures(step.Phase):
                var kept = layout.Training.Count(image => image.Fold == layout.KeptOut(step.Member));
                return (double)kept / layout.KeptOutParts(step.Member, step.Phase)
                    * layout.RowsAfter(step.Member, step.Phase, step.Epoch) * Row;
            case StepKind.Evaluate when !layout.RunsOnFeatures(layout.TrainPhases.Count - 1):
                return (double)layout.HeldOut.Count / layout.HeldOutParts * recipe.TestRows * Row;
            default:
                return 0;
        }
    }
}
