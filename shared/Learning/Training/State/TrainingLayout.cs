using Lesion.Contracts;

namespace Lesion.Learning.Training.State;

/// <summary>What a plan does with a dataset: which images train, which are held out, and every step in order.</summary>
internal sealed class TrainingLayout
{
    /// <summary>Batches of fine-tuning in one step.</summary>
    public const int BatchesAStep = 4;

    public TrainingLayout(TrainingPlan plan, DatasetManifest dataset)
    {
        if (dataset.Id != plan.DatasetId)
            throw new TrainingException($"The plan is for dataset '{plan.DatasetId}', these are the images of '{dataset.Id}'.");
        Plan = plan;
        Dataset = dataset;
        Training = Of(Split.Train);
        HeldOutSplit = dataset.Images.Any(image => image.Split is Split.Test) ? Split.Test : Split.Val;
        HeldOut = Of(HeldOutSplit);
        Folds = [.. Training.Select(image => image.Fold).Distinct().Order()];
        SufficientImages.Check(this, Training, HeldOut);
        Steps = [.. FeatureSteps(), .. ProbeSteps(), .. FineTuneSteps()];
    }

    public TrainingPlan Plan { get; }

    public DatasetManifest Dataset { get; }

    public IReadOnlyList<DatasetImage> Training { get; }

    public IReadOnlyList<DatasetImage> HeldOut { get; }

    public Split HeldOutSplit { get; }

    public IReadOnlyList<int> Folds { get; }

    /// <summary>The folds that fine-tuning is tried on.</summary>
    public IReadOnlyList<int> FineTuneFolds => [.. Folds.Take(Plan.Recipe.FineTune?.Folds ?? 0)];

    public IReadOnlyList<TrainingStep> Steps { get; }

    /// <summary>Steps that fine-tune for one epoch on so many images.</summary>
    public int PartsOfEpoch(int images) =>
        Parts(images, BatchesAStep * (Plan.Recipe.FineTune?.BatchSize ?? 1));

    /// <summary>The images of one step that takes features; held-out images come after those that train, and without views.</summary>
    public (IReadOnlyList<DatasetImage> Images, bool WithViews) FeaturePart(int part)
    {
        var training = Parts(Training.Count, Plan.ImagesAStep);
        return part < training
            ? (Slice(Training, part, Plan.ImagesAStep), true)
            : (Slice(HeldOut, part - training, HeldOutImagesAStep), false);
    }

    public int FeatureParts => Parts(Training.Count, Plan.ImagesAStep) + HeldOutParts;

    /// <summary>The held-out images that one step predicts.</summary>
    public IReadOnlyList<DatasetImage> HeldOutPart(int part) => Slice(HeldOut, part, HeldOutImagesAStep);

    public int HeldOutParts => Parts(HeldOut.Count, HeldOutImagesAStep);

    private int HeldOutImagesAStep => Plan.ImagesAStep * (1 + (Plan.Recipe.Views?.Views ?? 0));

    private IEnumerable<TrainingStep> FeatureSteps() =>
        Enumerable.Range(0, FeatureParts).Select(part => new TrainingStep(StepKind.Features, Part: part));

    private IEnumerable<TrainingStep> ProbeSteps() =>
        Folds.Select(fold => new TrainingStep(StepKind.Probe, fold)).Append(new TrainingStep(StepKind.ChooseProbe));

    private IEnumerable<TrainingStep> FineTuneSteps()
    {
        if (Plan.Recipe.FineTune is not { } recipe)
            yield break;
        foreach (var fold in FineTuneFolds)
        {
            for (var epoch = 1; epoch <= recipe.Epochs; epoch++)
            {
                foreach (var step in EpochSteps(fold, epoch, Training.Count(image => image.Fold != fold)))
                    yield return step;
                yield return new TrainingStep(StepKind.Validate, fold, epoch);
            }
        }

        yield return new TrainingStep(StepKind.ChooseEpoch);
        for (var epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            foreach (var step in EpochSteps(TrainingStep.AllFolds, epoch, Training.Count))
                yield return step;
        }

        for (var part = 0; part < HeldOutParts; part++)
            yield return new TrainingStep(StepKind.Evaluate, Part: part);
    }

    private IEnumerable<TrainingStep> EpochSteps(int fold, int epoch, int images) =>
        Enumerable.Range(0, PartsOfEpoch(images)).Select(part => new TrainingStep(StepKind.FineTune, fold, epoch, part));

    private List<DatasetImage> Of(Split split) => [.. Dataset.Images.Where(image => image.Split == split)];

    private static int Parts(int images, int size) => (images + size - 1) / size;

    private static List<DatasetImage> Slice(IReadOnlyList<DatasetImage> images, int part, int size) =>
        [.. images.Skip(part * size).Take(size)];
}
