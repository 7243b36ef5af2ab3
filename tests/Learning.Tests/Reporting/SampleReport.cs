using System.Text.Json;
using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Learning.Reporting;

namespace Lesion.Learning.Tests.Reporting;

/// <summary>A report on drawn predictions.</summary>
internal sealed record SampleReport
{
    public IReadOnlyList<string> Classes { get; init; } = ["benign", "malignant"];

    /// <summary>Held-out images of each class.</summary>
    public int ImagesAClass { get; init; } = 60;

    /// <summary>How far the logits of the true class lie above the others', whose spread is 1.</summary>
    public double Skill { get; init; } = 1.3;

    public double Threshold { get; init; } = 0.5;

    public double[]? ReferBand { get; init; } = [0.45, 0.55];

    /// <summary>With more than two classes.</summary>
    public double? ReferBelow { get; init; }

    public ModelNovelty? Novelty { get; init; }

    public int Members { get; init; }

    public bool WithProbe { get; init; }

    public IReadOnlyList<LearningCurve> Curves { get; init; } = [];

    public IReadOnlyList<CandidateLadder> Ladders { get; init; } = [];

    public IReadOnlyList<LeftOutImage> LeftOut { get; init; } = [];

    public string FirstImageId { get; init; } = "image-0000";

    private bool IsBinary => Classes.Count == 2;

    private string? Positive => IsBinary ? Classes[1] : null;

    public TrainingReport Build()
    {
        var (heldOut, crossValidated) = (Predict(ImagesAClass, seed: 1), Predict(2 * ImagesAClass, seed: 2));
        double? threshold = IsBinary ? Threshold : null;
        var band = IsBinary ? ReferBand : null;
        double? below = IsBinary ? null : ReferBelow;
        Decider Rule(PredictionSet set) => new(set, threshold, band, below);
        var shown = new HeldOutImages(Images(), heldOut, Rule);
        var manifest = Manifest(heldOut, crossValidated, threshold, band) with { ReferBelow = below };
        return new TrainingReport
        {
            Manifest = manifest,
            Details = new TrainingDetails
            {
                Outcome = "Drawn, not trained.",
                Choices = ["number of drawings", "temperature"],
                OutOfFoldModels = "All figures are of drawings.",
                Images = BySplit(images => (IReadOnlyDictionary<string, int>)Classes.ToDictionary(name => name, _ => images)),
                Groups = BySplit(images => images),
                HeldOut = PredictionAnalysis.Of(heldOut, manifest.HeldOut, Rule(heldOut)),
                CrossValidated = PredictionAnalysis.Of(crossValidated, manifest.CrossValidated, Rule(crossValidated)),
                Probe = WithProbe ? ModelComparison.Of(Predict(ImagesAClass, seed: 1, noise: 0.8), heldOut) : null,
                Mistakes = shown.Mistakes(),
                Disagreement = shown.Disagreement([.. Enumerable.Range(0, Members).Select(member => Predict(ImagesAClass, seed: 1, noise: 0.3 * (member + 1)))]),
                Ladders = Ladders,
                Curves = Curves,
                Weights = [new WeightsOrigin("drawn-weights", "drawn-network", "CC0-1.0")],
                Threads = 2,
                Device = "cpu",
                Precision = "float32",
                Steps = 12,
            },
        };
    }

    public string Html(TrainingReport? report = null)
    {
        var built = report ?? Build();
        var shown = built.Details.Mistakes.Concat(built.Details.Disagreement?.Examples ?? []).DistinctBy(image => image.ImageId);
        return HtmlReport.Render(built.Manifest, built.Details, shown.ToDictionary(image => image.ImageId, image => Picture(image.ImageId)));
    }

    private static ReportPicture Picture(string imageId)
    {
        var grey = new byte[32 * 32 * 3];
        Array.Fill(grey, (byte)(imageId.Sum(c => c) % 256));
        var jpeg = Jpeg.Encode(new RgbImage(grey, 32, 32), 80);
        return new ReportPicture(imageId, jpeg, jpeg);
    }

    private Dictionary<Split, T> BySplit<T>(Func<int, T> of) =>
        new() { [Split.Train] = of(2 * ImagesAClass), [Split.Test] = of(ImagesAClass) };

    private List<DatasetImage> Images() =>
    [
        .. Enumerable.Range(0, ImagesAClass * Classes.Count).Select(i => new DatasetImage
        {
            ImageId = i == 0 ? FirstImageId : $"image-{i:d4}",
            Label = Classes[i % Classes.Count],
            Group = $"group-{i}",
            Fold = 0,
            Split = Split.Test,
        }),
    ];

    private PredictionSet Predict(int imagesAClass, int seed, double noise = 0)
    {
        var (own, extra) = (SeededRandom.For(seed, 0), SeededRandom.For(seed, (ulong)(1 + 100 * noise)));
        var labels = Enumerable.Range(0, imagesAClass * Classes.Count).Select(i => i % Classes.Count).ToArray();
        var logits = labels.SelectMany(label => Classes.Select((_, k) => (k == label ? Skill : 0) + Normal(own) + noise * Normal(extra))).ToArray();
        return new PredictionSet(Classes, labels, TemperatureScaling.Apply(logits, Classes.Count, 1), Positive);
    }

    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());

    private ModelManifest Manifest(PredictionSet heldOut, PredictionSet crossValidated, double? threshold, double[]? band) => new()
    {
        Name = "lesion",
        Version = 3,
        CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        TrainingId = "training-1",
        Network = "drawn-network",
        Classes = Classes,
        Positive = Positive,
        Threshold = threshold,
        ReferBand = band,
        Novelty = Novelty,
        Temperature = 1,
        Input = new ModelInput { Size = 224, Filter = "lanczos3", Canonical = "canonical-1" },
        Sha256 = new string('a', 64),
        Bytes = 16_000_000,
        DatasetId = new string('d', 64),
        Recipe = JsonSerializer.SerializeToElement(new { preset = "fast", note = "<b>" }),
        Seed = 5,
        WeightsSha256 = new string('b', 64),
        HeldOut = ClassificationEvaluator.Evaluate(heldOut, threshold),
        HeldOutSplit = Split.Test,
        CrossValidated = ClassificationEvaluator.Evaluate(crossValidated, threshold),
        Parity = new ParityCertificate { Images = 16, MaxLogitDifference = 2e-6, MaxProbabilityDifference = 1e-6, Tolerance = 1e-4 },
        Golden = [],
        LeftOut = LeftOut,
        Libraries = new Dictionary<string, string> { ["lesion"] = "0.1.0", ["scottPlot"] = "5.1.59" },
    };
}
