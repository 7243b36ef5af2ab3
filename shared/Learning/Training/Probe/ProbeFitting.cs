using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Native;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Probe;

/// <summary>
/// Fits the probe fold by fold for every penalty, on the features of all rows of the images, and chooses the penalty
/// out of fold. All heads are kept, for members to begin with.
/// </summary>
internal sealed class ProbeFitting(TrainingLayout layout, FeatureTable table, ITrainingBlobs blobs)
{
    private DatasetManifest Dataset => layout.Dataset;

    private IReadOnlyList<double> Penalties { get; } = layout.Recipe.Probe is { } recipe ? [.. recipe.Penalties.OrderDescending()] : [];

    public async Task<StepResult> FitFoldAsync(int fold, CancellationToken cancellationToken)
    {
        var regression = Regression(table.Without(fold));
        var keptOut = table.TestRows(table.Within(fold), table.TestRowsAnImage);
        var (logits, heads) = (new List<double>(), new List<LogisticModel>());
        foreach (var penalty in Penalties)
        {
            cancellationToken.ThrowIfCancellationRequested();
            heads.Add(regression.Fit(penalty, heads.LastOrDefault()));
            logits.AddRange(Average(heads[^1].Logits(keptOut)));
        }

        using var values = NativeTensor.Of(logits.ToArray());
        await blobs.PutAsync(LogitsBlob(fold), TensorBlob.Pack(values, Penalties), cancellationToken);
        await PutAsync(HeadsBlob(Member.WithoutFold(fold)), heads, cancellationToken);
        return new StepResult("probe", $"Probe fitted without fold {fold}");
    }

    /// <summary>The penalty whose out-of-fold predictions are best, of equals the strongest; fits it on all images.</summary>
    public async Task<(TrainingState State, StepResult Result)> ChooseAsync(TrainingState state, CancellationToken cancellationToken)
    {
        var scores = new List<Score>();
        for (var i = 0; i < Penalties.Count; i++)
            scores.Add(Score.Of(await OutOfFoldAsync(i, layout.Folds, cancellationToken), Dataset));
        var chosen = EarlyStopping.Best([.. scores.Select(score => score.Value(layout.Recipe.CrossValidation.Measure))]);
        var head = Regression(table.Training).Fit(Penalties[chosen]);
        await PutAsync(HeadsBlob(Member.All), [head], cancellationToken);
        var choice = new ProbeChoice(Penalties, chosen);
        return (state with { Probe = choice }, new StepResult(
            "probe",
            $"Probe with penalty {choice.Penalty:g3}: {scores[chosen]} on the {table.Training.Count} images, each kept out once",
            [.. scores[chosen].Figures(), ("penalty", choice.Penalty)]));
    }

    /// <summary>The head of the chosen penalty that was fitted on the member's images.</summary>
    public async Task<LogisticModel> HeadAsync(Member member, ProbeChoice choice, CancellationToken cancellationToken)
    {
        var name = HeadsBlob(layout.KeptOut(member) is { } fold ? Member.WithoutFold(fold) : Member.All);
        var (values, classes) = TensorBlob.Unpack<double, int>(await blobs.GetAsync(name, cancellationToken), name);
        var features = table.Size;
        var length = (2 + classes) * features + classes;
        var at = (values.Length == length ? 0 : choice.Chosen) * length;
        double[] Take(int count) => values[at..(at += count)];
        return new LogisticModel(Take(features), Take(features), Take(classes * features), Take(classes));
    }

    /// <param name="penalty">Its place.</param>
    public async Task<OutOfFold> OutOfFoldAsync(int penalty, IEnumerable<int> folds, CancellationToken cancellationToken)
    {
        var parts = new List<OutOfFold>();
        foreach (var fold in folds)
        {
            var name = LogitsBlob(fold);
            var (logits, _) = TensorBlob.Unpack<double, double[]>(await blobs.GetAsync(name, cancellationToken), name);
            var images = table.Within(fold);
            var length = images.Count * Dataset.Classes.Count;
            parts.Add(new OutOfFold(images, logits[(penalty * length)..((penalty + 1) * length)]));
        }

        return OutOfFold.Join(parts);
    }

    /// <summary>The chosen probe's predictions of the held-out images.</summary>
    public async Task<OutOfFold> HeldOutAsync(ProbeChoice choice, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(Member.All, choice, cancellationToken);
        return new OutOfFold(table.HeldOut, Average(head.Logits(table.TestRows(table.HeldOut, table.TestRowsAnImage))));
    }

    /// <summary>As serving does: the mean over an image's rows of single-precision logits.</summary>
    private double[] Average(double[] logits) => TestTimeViews.AverageLogits(
        logits.Select(logit => (float)logit).ToArray(), table.TestRowsAnImage, Dataset.Classes.Count);

    private async Task PutAsync(string name, IReadOnlyList<LogisticModel> heads, CancellationToken cancellationToken)
    {
        using var values = NativeTensor.Of(heads.SelectMany(head => head.Mean.Concat(head.Scale).Concat(head.Weights).Concat(head.Bias)).ToArray());
        await blobs.PutAsync(name, TensorBlob.Pack(values, Dataset.Classes.Count), cancellationToken);
    }

    private LogisticRegression Regression(IReadOnlyList<DatasetImage> images)
    {
        var (features, labels) = table.AllRows(images);
        return new LogisticRegression(features, labels, Dataset.Classes.Count);
    }

    private static string LogitsBlob(int fold) => $"probe-{fold}";

    private static string HeadsBlob(Member member) => $"probe-heads-{member.Key}";
}
