using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Training.State;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Probe;

/// <summary>Fits the probe fold by fold for every penalty, and chooses the penalty by the out-of-fold AUC.</summary>
internal sealed class ProbeFitting(TrainingLayout layout, FeatureTable table, ITrainingBlobs blobs)
{
    private DatasetManifest Dataset => layout.Dataset;

    private IReadOnlyList<double> Penalties { get; } = [.. layout.Plan.Recipe.Probe.Penalties.OrderDescending()];

    public async Task RunFoldAsync(int fold, CancellationToken cancellationToken)
    {
        var regression = Regression(Without(fold));
        var keptOut = table.PlainRows(Within(fold));
        var logits = new List<double>();
        LogisticModel? fit = null;
        foreach (var penalty in Penalties)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fit = regression.Fit(penalty, fit);
            logits.AddRange(fit.Logits(keptOut));
        }

        using var values = tensor(logits.ToArray());
        await blobs.PutAsync(BlobName(fold), TensorBlob.Pack(values, Penalties), cancellationToken);
    }

    /// <summary>The penalty of the greatest out-of-fold AUC, of equals the strongest, and the head on all images.</summary>
    public async Task<ProbeChoice> ChooseAsync(CancellationToken cancellationToken)
    {
        var aucs = new double[Penalties.Count];
        for (var i = 0; i < aucs.Length; i++)
            aucs[i] = (await OutOfFoldAsync(i, layout.Folds, cancellationToken)).Auc(Dataset);
        var chosen = Array.IndexOf(aucs, aucs.Max());
        return new ProbeChoice(Penalties, aucs, chosen, Regression(table.Training).Fit(Penalties[chosen]));
    }

    /// <summary>The head without one fold, for fine-tuning to begin with.</summary>
    public LogisticModel FitWithout(int fold, double penalty) => Regression(Without(fold)).Fit(penalty);

    /// <param name="chosen">Place of the penalty.</param>
    public async Task<OutOfFold> OutOfFoldAsync(int chosen, IEnumerable<int> folds, CancellationToken cancellationToken)
    {
        var parts = new List<OutOfFold>();
        foreach (var fold in folds)
        {
            var (logits, _) = TensorBlob.Unpack<double, double[]>(await blobs.GetAsync(BlobName(fold), cancellationToken), BlobName(fold));
            var images = Within(fold);
            var length = images.Count * Dataset.Classes.Count;
            parts.Add(new OutOfFold(images, logits[(chosen * length)..((chosen + 1) * length)]));
        }

        return OutOfFold.Join(parts);
    }

    private static string BlobName(int fold) => $"probe-{fold}";

    private List<DatasetImage> Within(int fold) => [.. table.Training.Where(image => image.Fold == fold)];

    private List<DatasetImage> Without(int fold) => [.. table.Training.Where(image => image.Fold != fold)];

    private LogisticRegression Regression(IReadOnlyList<DatasetImage> images)
    {
        var (features, labels) = table.AllRows(images, Dataset.Classes);
        return new LogisticRegression(features, labels, Dataset.Classes.Count);
    }
}
