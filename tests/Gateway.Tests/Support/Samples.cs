using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Support;

/// <summary>Messages and objects as the other services make them.</summary>
internal static class Samples
{
    public static DateTimeOffset Noon { get; } = DateTimeOffset.Parse("2026-01-02T12:00:00Z");

    /// <summary>An image's id out of any text.</summary>
    public static string Id(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static DropRecord Drop(string imageId, string key, string? group = null) => new()
    {
        DropId = Id(key)[..16],
        ImageId = imageId,
        Key = key,
        VersionId = "1",
        DroppedAt = Noon,
        Label = key.Split('/')[0] is Keys.Unlabelled ? null : key.Split('/')[0],
        Group = group,
    };

    public static ImageIngested Ingested(string imageId, string key, string? group = null) => new()
    {
        ImageId = imageId,
        Image = new ObjectReference { Bucket = Buckets.Images, Key = Keys.Image(imageId) },
        Format = "jpeg",
        Width = 640,
        Height = 480,
        Bytes = 1234,
        Drop = Drop(imageId, key, group),
    };

    public static ImagePrepared Prepared(string imageId, string? viewRecipe = null) => new()
    {
        ImageId = imageId,
        Recipe = CanonicalRecipe.Default.Id,
        Canonical = new ObjectReference { Bucket = Buckets.Images, Key = Keys.Prepared(CanonicalRecipe.Default.Id, imageId) },
        Width = 640,
        Height = 480,
        ViewRecipe = viewRecipe,
        Views = viewRecipe is null
            ? null
            : new ObjectReference { Bucket = Buckets.Images, Key = Keys.Views(viewRecipe, imageId) },

        // As far from every other as random bits are.
        PerceptualHash = imageId,
        Sharpness = 55.5,
        Exposure = 0.5,
    };

    public static ImageRejected Rejected(string dropKey, string? imageId = null)
    {
        var key = QuarantineRecord.KeyFor(Id(dropKey)[..16], dropKey);
        return new ImageRejected
        {
            DropKey = dropKey,
            Quarantined = new ObjectReference { Bucket = Buckets.Images, Key = key },
            Reason = "notAnImage",
            Message = $"'{dropKey}' is no image.",
            RejectedAt = Noon,
            ImageId = imageId,
        };
    }

    public static LabelRecord PersonsLabel(string imageId, string? label, int minute = 0) => new()
    {
        ImageId = imageId,
        Label = label,
        Source = LabelSource.Person,
        LabelledAt = Noon.AddMinutes(minute),
    };

    public static LabelSheet Sheet(string name, params LabelSheetRow[] rows) =>
        new() { SheetId = Id(name), DroppedAt = Noon, Rows = rows };

    public static TrainingProgressed Progress(string trainingId, int slice) => new()
    {
        TrainingId = trainingId,
        Slice = slice,
        Phase = "probe",
        StepsDone = slice + 1,
        Steps = 10,
        Message = $"Slice {slice} is done.",
        At = Noon.AddMinutes(slice),
    };

    public static TrainingOutcome Outcome(string trainingId, TrainingStatus status = TrainingStatus.Completed) => new()
    {
        TrainingId = trainingId,
        Status = status,
        EndedAt = Noon.AddHours(1),
        Version = status is TrainingStatus.Completed ? 1 : null,
    };

    public static ImageClassified Classified(string requestId, string imageId, int minute = 0) => new()
    {
        RequestId = requestId,
        ClassifiedAt = Noon.AddMinutes(minute),
        Classification = new Classification
        {
            ImageId = imageId,
            Label = "malignant",
            Decision = "refer",
            Reasons = ["uncertain"],
            Threshold = 0.41,
            Probabilities = new Dictionary<string, double> { ["benign"] = 0.41, ["malignant"] = 0.59 },
            Model = new ServedModel { Name = "lesion", Version = 1 },
            Timings = new ClassificationTimings { QueueMs = 1, ComputeMs = 2, TotalMs = 3 },
        },
    };

    public static ModelManifest Manifest(int version, double? threshold = 0.5)
    {
        var metrics = new ClassificationMetrics
        {
            N = 100,
            Accuracy = 0.8,
            BalancedAccuracy = 0.8,
            Auc = 0.9,
            AveragePrecision = 0.9,
            Sensitivity = 0.8,
            Specificity = 0.8,
            Ece = 0.05,
            Intervals = new Dictionary<string, double[]> { ["auc"] = [0.85, 0.95] },
        };
        return new ModelManifest
        {
            Name = "lesion",
            Version = version,
            CreatedAt = Noon.AddDays(version),
            TrainingId = $"t{version}",
            Network = "resnet34",
            Classes = ["benign", "malignant"],
            Positive = "malignant",
            Threshold = threshold,
            Temperature = 1.2,
            Input = new ModelInput { Size = 224, Filter = "lanczos3", Canonical = CanonicalRecipe.Default.Id },
            Sha256 = Id($"model {version}"),
            Bytes = 16_000_000,
            DatasetId = Id("dataset"),
            Recipe = JsonElement.Parse("{}"),
            Seed = 1,
            WeightsSha256 = Id("weights"),
            HeldOut = metrics,
            HeldOutSplit = Split.Test,
            CrossValidated = metrics,
            Parity = new ParityCertificate
            {
                Images = 8,
                MaxLogitDifference = 1e-6,
                MaxProbabilityDifference = 1e-6,
                Tolerance = 1e-4,
            },
            Golden = [],
        };
    }

    /// <summary>Predictions whose positives score higher than the negatives by <paramref name="margin"/>, noise aside.</summary>
    public static HeldOutPredictions Predictions(double margin, int images = 200, int first = 0) => new()
    {
        Classes = ["benign", "malignant"],
        Images =
        [
            .. Enumerable.Range(first, images).Select(i =>
            {
                // Two noises without a period in common, so that images are not ranked alike for every margin.
                var noise = (i * 0.618034 % 1) - 0.5;
                var positive = Math.Clamp(0.5 + 0.5 * noise + (i % 2 == 0 ? margin : -margin), 0.001, 0.999);
                return new HeldOutPrediction
                {
                    ImageId = Id($"{i}"),
                    Label = i % 2 == 0 ? "malignant" : "benign",
                    Probabilities = [1 - positive, positive],
                };
            }),
        ],
    };

    /// <summary>A bitmap of 8 × 8 pixels, another for every number.</summary>
    public static byte[] Bitmap(int number)
    {
        const int header = 54, side = 8;
        var bytes = new byte[header + 3 * side * side];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), side);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), side);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(28), 24);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(header), number);
        return bytes;
    }
}
