using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Inference.Tests;

/// <summary>Manifests of tiny models.</summary>
internal static class Manifests
{
    private static readonly ClassificationMetrics NoMetrics = new()
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

    public static ModelManifest Of(byte[] bytes, TinyModel tiny, int version = 0, params GoldenImage[] golden) => new()
    {
        Name = "lesion",
        Version = version,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Network = tiny.Card.Network,
        Classes = tiny.Card.Classes,
        Positive = tiny.Card.Positive,
        Threshold = tiny.Card.Threshold,
        Temperature = tiny.Card.Temperature,
        Input = tiny.Card.Input,
        TestViews = tiny.Card.TestViews,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        Bytes = bytes.Length,
        DatasetId = tiny.Card.DatasetId,
        Recipe = JsonDocument.Parse("{}").RootElement,
        Seed = 1,
        WeightsSha256 = "",
        HeldOut = NoMetrics,
        HeldOutSplit = Split.Val,
        CrossValidated = NoMetrics,
        Parity = new ParityCertificate { Images = 0, MaxLogitDifference = 0, MaxProbabilityDifference = 0, Tolerance = 1e-4 },
        Golden = golden,
    };

    public static byte[] Json(byte[] bytes, TinyModel tiny) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(bytes, tiny), LesionJson.Options);
}
