using Lesion.Contracts;
using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;
using TorchSharp;

namespace Lesion.Learning.Training.Planning;

/// <summary>What a plan does with a dataset: which images train, which are held out, and every step in order.</summary>
internal sealed class TrainingLayout
{
    public TrainingLayout(TrainingPlan plan, DatasetManifest dataset)
    {
        if (dataset.Id != plan.DatasetId)
            throw new TrainingException($"The plan is for dataset '{plan.DatasetId}', these are the images of '{dataset.Id}'.");
        Plan = plan;
        Dataset = dataset;
        Training = Of(Split.Train);
        HeldOutSplit = dataset.Images.Any(image => image.Split is Split.Test) ? Split.Test : Split.Val;
        HeldOut = [.. Of(HeldOutSplit), .. HeldOutSplit is Split.Test ? Of(Split.Val) : []];
        Folds = [.. Training.Select(image => image.Fold).Distinct().Order()];
        SufficientImages.Check(this, Training, HeldOut);
        TriedFolds = [.. Folds.Take(Recipe.CrossValidation.Folds ?? Folds.Count)];
        TrainPhases = Recipe.TrainPhases;
        Trials = SearchTrials.Of(Recipe, plan.Seed);
        Steps = [.. StepList.Of(this)];
    }

    public TrainingPlan Plan { get; }

    /// <summary>What stages compute in while they are trained.</summary>
    public Precision Precision => Recipe.Precision is ComputePrecision.Mixed ? Precision.BFloat16 : Precision.Full;

    public TrainingRecipe Recipe => Plan.Recipe;

    /// <summary>Where it computes.</summary>
    public torch.Device TorchDevice => Plan.Device is TrainingDevice.Cuda ? torch.CUDA : torch.CPU;

    public DatasetManifest Dataset { get; }

    public IReadOnlyList<DatasetImage> Training { get; }

    /// <summary>Images that decide nothing and are only reported on: those of <see cref="HeldOutSplit"/>, then any others.</summary>
    public IReadOnlyList<DatasetImage> HeldOut { get; }

    /// <summary>The split whose figures are the model's: test, or val where there is no test.</summary>
    public Split HeldOutSplit { get; }

    public IReadOnlyList<int> Folds { get; }

    /// <summary>The folds that training by gradient is tried on, each kept out of one member.</summary>
    public IReadOnlyList<int> TriedFolds { get; }

    public IReadOnlyList<TrainRecipe> TrainPhases { get; }

    /// <summary>What the search tries; none where it does not search.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    public IReadOnlyList<TrainingStep> Steps { get; }

    /// <summary>The members of the final model, unless it is the probe.</summary>
    public IReadOnlyList<Member> FinalMembers =>
        Recipe.CrossValidation.Final is FinalModel.Ensemble ? [.. TriedFolds.Select(Member.WithoutFold)] : [Member.All];

    /// <summary>The members whose weights are needed once they are trained.</summary>
    public IReadOnlyList<Member> KeptMembers =>
        Recipe.CrossValidation.Final is FinalModel.Refit ? [Member.All] : [.. TriedFolds.Select(Member.WithoutFold)];

    /// <summary>The images of one step that takes features; held-out images come after those that train, and without views.</summary>
    public (IReadOnlyList<DatasetImage> Images, bool WithViews) FeaturePart(int part)
    {
        var training = Parts(Training.Count, Plan.ImagesAStep);
        return part < training
            ? (Slice(Training, part, Plan.ImagesAStep), true)
            : (Slice(HeldOut, part - training, PredictedImagesAStep), false);
    }

    public int FeatureParts => Parts(Training.Count, Plan.ImagesAStep) + HeldOutParts;

    public int HeldOutParts => Parts(HeldOut.Count, PredictedImagesAStep);

    /// <summary>The share of some images that one of so many steps takes.</summary>
    public static IReadOnlyList<T> Share<T>(IReadOnlyList<T> items, int part, int parts)
    {
        var (from, to) = ((int)((long)items.Count * part / parts), (int)((long)items.Count * (part + 1) / parts));
        return [.. items.Skip(from).Take(to - from)];
    }

    /// <summary>The fold that the member is not trained on; null where it is trained on all.</summary>
    public int? KeptOut(Member member) => member.Kind switch
    {
        MemberKind.All => null,
        MemberKind.Fold => member.Number,
        _ => TriedFolds[0],
    };

    /// <summary>How many phases the member goes through; a trial's only one is the first.</summary>
    public int PhasesOf(Member member) => member.Kind is MemberKind.Trial ? 1 : TrainPhases.Count;

    public int EpochsOf(Member member, int phase) =>
        member.Kind is MemberKind.Trial ? Recipe.Search!.Epochs : TrainPhases[phase].Epochs;

    /// <summary>Steps that train an epoch of the phase; cached features take one.</summary>
    public int PartsOfEpoch(Member member, int phase)
    {
        var images = Training.Count(image => image.Fold != KeptOut(member));
        return RunsOnFeatures(phase) ? 1 : Parts(images, Math.Max(Plan.TrainedImagesAStep, images / MostPartsOfEpoch));
    }

    /// <summary>Steps that predict what the member was not trained on.</summary>
    public int KeptOutParts(Member member, int phase) => KeptOut(member) switch
    {
        null => 0,
        _ when RunsOnFeatures(phase) => 1,
        { } fold => Parts(Training.Count(image => image.Fold == fold), PredictedImagesAStep),
    };

    /// <summary>Up to the end of this phase no stage has been trained, so that the cached features hold.</summary>
    public bool RunsOnFeatures(int phase) => TrainPhases.Take(phase + 1).All(recipe => recipe.Stages == 0);

    /// <summary>
    /// Rows of an image that a prediction after an epoch is the mean of: as many as serving shows where the prediction may become
    /// part of the out-of-fold predictions that the decision is chosen by, otherwise the whole image alone.
    /// </summary>
    public int RowsAfter(Member member, int phase, int epoch)
    {
        var last = phase == TrainPhases.Count - 1;
        var kept = member.Kind is MemberKind.Fold && last
            && (epoch == TrainPhases[phase].Epochs || TrainPhases[phase].Patience is not null
                || Recipe.CrossValidation.Final is FinalModel.Refit);
        return kept ? Recipe.TestRows : 1;
    }

    private const int MostPartsOfEpoch = 1000;

    private const int RowsAnImage = 4;

    private int PredictedImagesAStep => Math.Max(1, RowsAnImage * Plan.ImagesAStep / Recipe.TestRows);

    private List<DatasetImage> Of(Split split) => [.. Dataset.Images.Where(image => image.Split == split)];

    private static int Parts(int images, int size) => (images + size - 1) / size;

    private static List<DatasetImage> Slice(IReadOnlyList<DatasetImage> images, int part, int size) =>
        [.. images.Skip(part * size).Take(size)];
}
