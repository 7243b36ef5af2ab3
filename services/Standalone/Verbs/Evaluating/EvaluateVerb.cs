using System.Text.Json;
using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Evaluation.Folders;
using Lesion.Inference;
using Lesion.Onnx;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Terminal;
using Lesion.Storage;
using Lesion.Storage.Labels;

namespace Lesion.Standalone.Verbs.Evaluating;

/// <summary><c>lesion evaluate</c>. Uses ONNX Runtime; TorchSharp is never loaded.</summary>
internal static class EvaluateVerb
{
    /// <exception cref="CommandFailedException">A model or the images are of no use.</exception>
    public static async Task<int> RunAsync(EvaluateOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var files = Choose(ImageFolder.Find(options.Images.FullName), options.Split, options.Images);
            using var model = OnnxModel.Load(options.Model.FullName);
            using var other = options.Against is { } against ? OnnxModel.Load(against.FullName) : null;
            var screen = new Screen();
            var (metrics, referred, comparison) = await screen.ShowAsync(board => EvaluateAsync(model, other, files, board, cancellationToken));
            MetricsTable.Write(screen.Output, metrics, "images");
            referred.Write(screen.Output);
            if (comparison is not null)
            {
                ComparisonTable.Write(screen.Output, comparison);
            }

            Console.WriteLine(Disclaimer.Text);
            if (options.Json is not null)
            {
                await ResultFile.WriteAsync(options.Json, Json(metrics, referred, comparison), cancellationToken);
            }

            return ExitCode.Done;
        }
        catch (Exception exception) when (
            exception is ModelLoadException or InvalidOutputException or BadLabelSheetException or InvalidDataException
                or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
    }

    private static List<LabelledFile> Choose(IReadOnlyList<FolderImage> all, Split? asked, DirectoryInfo folder)
    {
        foreach (var image in all.Where(image => image.Problem is not null))
        {
            Console.Error.WriteLine($"Left out: '{image.Path}': {image.Problem}");
        }

        var labelled = all.Where(image => image.Label is not null && !image.IsConflicted).ToList();
        var unlabelled = all.Count(image => image.Problem is null) - labelled.Count(image => image.Problem is null);
        if (unlabelled > 0)
        {
            Console.Error.WriteLine($"Left out: {unlabelled} files without a label, or with two that contradict each other.");
        }

        if (labelled.Count == 0)
        {
            throw new CommandFailedException(
                $"There are no labelled images in '{folder}'. Put them into '{folder}/<label>/', or add a labels.csv.");
        }

        // Over all files: what two images share may be a third that is not chosen.
        var groups = all.Zip(ImageFolder.Groups(all)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var split = asked ?? new Split?[] { Split.Test, Split.Val }.FirstOrDefault(one => labelled.Exists(image => image.Split == one));
        var chosen = labelled.FindAll(image => split is null || image.Split == split);
        return chosen.Count > 0
            ? chosen.ConvertAll(image => new LabelledFile(image.Path, image.Label, groups[image.Name]))
            : throw new CommandFailedException(
                $"No image in '{folder}' has the split '{split.ToString()!.ToLowerInvariant()}'. Name it in the column 'split' of labels.csv, or choose another --split.");
    }

    private static async Task<(ClassificationMetrics Metrics, ReferredShares Referred, ModelComparison? Comparison)> EvaluateAsync(
        OnnxModel model, OnnxModel? other, List<LabelledFile> files, IStageBoard board, CancellationToken cancellationToken)
    {
        if (other is not null)
        {
            ModelComparison.RequireSameClasses(model.Card, other.Card);
        }

        var run = await PredictAsync(model, files, board, "Classifying", cancellationToken);
        foreach (var unreadable in run.Unreadable)
        {
            await Console.Error.WriteLineAsync($"Left out: '{unreadable.File.Path}': {unreadable.Problem}");
        }

        var predictions = run.ToPredictionSet(model.Card);
        var metrics = Evaluate(predictions, model.Card);
        var referred = ReferredShares.Of(run, model);
        if (other is null)
        {
            return (metrics, referred, null);
        }

        var others = await PredictAsync(other, files, board, "Classifying by the other", cancellationToken);
        var theirs = others.ToPredictionSet(other.Card);
        return (metrics, referred, ModelComparison.Make((model.Card, predictions), (other.Card, theirs), other.Name));
    }

    private static string Json(ClassificationMetrics metrics, ReferredShares referred, ModelComparison? comparison)
    {
        var json = JsonSerializer.SerializeToNode(metrics, LesionJson.Options)!.AsObject();
        json["referred"] = JsonSerializer.SerializeToNode(referred, LesionJson.Options);
        if (comparison is not null)
        {
            json["comparison"] = JsonSerializer.SerializeToNode(comparison, LesionJson.Options);
        }

        return json.ToJsonString(LesionJson.Indented);
    }

    private static async Task<PredictionRun> PredictAsync(
        OnnxModel model, List<LabelledFile> files, IStageBoard board, string name, CancellationToken cancellationToken)
    {
        var stage = board.Begin(name);
        var progress = new StageProgress(stage, files.Count);
        var run = await new ModelEvaluator(model).RunAsync(files, progress, cancellationToken);
        stage.Complete($"{run.Predictions.Count} images");

        // By image id, and files of the same bytes once, as a training sees its held-out images: a paired bootstrap's draws
        // depend on the order.
        return run with
        {
            Predictions = [.. run.Predictions.DistinctBy(one => one.ImageId).OrderBy(one => one.ImageId, StringComparer.Ordinal)],
        };
    }

    private static ClassificationMetrics Evaluate(PredictionSet predictions, ModelCard card)
    {
        try
        {
            return ClassificationEvaluator.Evaluate(predictions, card.Threshold);
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailedException(
                $"These images cannot be evaluated on: {exception.Message} Each class of the model ({string.Join(", ", card.Classes)}) needs an image.",
                exception);
        }
    }
}
