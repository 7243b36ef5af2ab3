using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Demo.Dropping;
using Lesion.Standalone.Demo.Reporting;
using Lesion.Standalone.Serving;
using Lesion.Standalone.Terminal;
using Lesion.Storage;

namespace Lesion.Standalone.Demo;

/// <summary>Has some images classified that the version was not trained on, of every class in turn.</summary>
internal sealed class HeldOutSample(LesionHost host, DemoClient api, IReadOnlyList<DroppedFile> dropped)
{
    private const int Images = 8;

    public async Task<IReadOnlyList<DemoClassification>> ClassifyAsync(
        int version, IStageBoard board, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Classifying");
        var sample = await ChooseAsync(version, cancellationToken);
        var answers = new List<DemoClassification>();
        foreach (var (file, truth) in sample)
        {
            var bytes = await File.ReadAllBytesAsync(file.Path, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var answer = await api.ClassifyAsync(bytes, cancellationToken);
            answers.Add(new DemoClassification
            {
                File = file.Key,
                Truth = truth,
                Label = answer.Label,
                Decision = answer.Decision,
                Probabilities = answer.Probabilities,
                ModelVersion = answer.Model.Version,
                Milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            });
            stage.Report(answers.Count, sample.Count);
        }

        stage.Complete($"{answers.Count} held-out images");
        return answers;
    }

    /// <summary>What the registry holds beside the version: the images that its held-out figures are of.</summary>
    private async Task<List<(DroppedFile File, string Truth)>> ChooseAsync(int version, CancellationToken cancellationToken)
    {
        var predictions = await host.Store.GetJsonAsync<HeldOutPredictions>(
                Buckets.Models, Keys.Predictions(version), cancellationToken)
            ?? throw new CommandFailedException($"Version {version} has no '{Keys.Predictions(version)}': it was not published whole.");
        var files = dropped.DistinctBy(file => file.ImageId).ToDictionary(file => file.ImageId);
        return predictions.Images
            .Where(image => files.ContainsKey(image.ImageId))
            .GroupBy(image => image.Label)
            .SelectMany(label => label.Select((image, place) => (image, place)))
            .OrderBy(pair => pair.place)
            .ThenBy(pair => pair.image.Label, StringComparer.Ordinal)
            .Take(Images)
            .Select(pair => (files[pair.image.ImageId], pair.image.Label))
            .ToList();
    }
}
