using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>A version in which nothing is missing, and nothing is a model.</summary>
internal static class SampleVersion
{
    private static readonly byte[] Content = "a model"u8.ToArray();

    /// <summary>All but the manifest.</summary>
    public static IReadOnlyList<string> Files(int version) =>
    [
        Keys.ModelFile(Keys.FirstFolder, version),
        Keys.ModelClaim(version),
        Keys.Predictions(version),
        Keys.Report(version),
        Keys.Card(version),
        Keys.Model(version, "report.json"),
        Keys.Model(version, "parity.json"),
        Keys.Model(version, "golden/0.png"),
    ];

    /// <returns>What takes its manifest away again, so that it is published no more.</returns>
    public static async Task<Damage> PublishAsync(
        IObjectStore store, int version, ModelManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var file in Files(version))
            await store.PutBytesAsync(Buckets.Models, file, Content, cancellationToken: cancellationToken);
        return await Damage.PutAsync(
            store,
            Keys.ModelManifest(version),
            JsonSerializer.SerializeToUtf8Bytes(manifest, LesionJson.Options),
            bucket: Buckets.Models);
    }

    /// <summary>Of a training of its own.</summary>
    public static ModelManifest Manifest(int version) => new()
    {
        Name = "lesion",
        Version = version,
        CreatedAt = DateTimeOffset.UnixEpoch,
        TrainingId = $"20260101T000000-{version:d6}",
        Network = "tiny",
        Classes = ["benign", "malignant"],
        Temperature = 1,
        Input = new ModelInput { Size = 8, Filter = "linear", Canonical = "c1-512" },
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content)),
        Bytes = Content.Length,
        DatasetId = "0",
        Recipe = JsonElement.Parse("{}"),
        Seed = 1,
        WeightsSha256 = "",
        HeldOut = NoMetrics,
        HeldOutSplit = Split.Val,
        CrossValidated = NoMetrics,
        Parity = new ParityCertificate { Images = 0, MaxLogitDifference = 0, MaxProbabilityDifference = 0, Tolerance = 1e-4 },
        Golden = [new GoldenImage { File = "golden/0.png", Probabilities = [0.5, 0.5] }],
    };

    private static ClassificationMetrics NoMetrics => new()
    {
        N = 0,
        Accuracy = 0,
        BalancedAccuracy = 0,
        Auc = 0,
        AveragePrecision = 0,
        Sensitivity = 0,
        Specificity = 0,
        Ece = 0,
        Intervals = new Dictionary<string, double[]>(),
    };
}
