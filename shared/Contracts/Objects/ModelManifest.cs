using System.Text.Json;

namespace Lesion.Contracts;

/// <summary>
/// All that is known of one version, <c>models/lesion/&lt;version&gt;/manifest.json</c>: written last, so that a version
/// without it is not published.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>
    /// The folder of the model repository in which <c>&lt;version&gt;/model.onnx</c> lies: <c>lesion</c>, or <c>lesion-2</c> and so on
    /// for versions of other signatures.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>1 for the first published; 0 for a model made on the command line.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? TrainingId { get; init; }

    /// <summary>The backbone's name; of several, all of them.</summary>
    public required string Network { get; init; }

    /// <summary>The order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public string? Positive { get; init; }

    /// <summary>At or above this probability of the positive class the label is positive; null with more than two classes.</summary>
    public double? Threshold { get; init; }

    /// <summary>Probabilities of the positive class in [low, high] are referred to a person; null refers none.</summary>
    public double[]? ReferBand { get; init; }

    /// <summary>
    /// With more than two classes: an image whose most likely class is less probable than this is referred to a person; null
    /// refers none.
    /// </summary>
    public double? ReferBelow { get; init; }

    /// <summary>How it tells that an image is unlike its training images; null where it does not.</summary>
    public ModelNovelty? Novelty { get; init; }

    /// <summary>The divisor of the logits that calibrates the probabilities.</summary>
    public required double Temperature { get; init; }

    public required ModelInput Input { get; init; }

    /// <summary>Values of the output <c>embedding</c>; null where the version was made before it was kept here.</summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>In how many of an image's eight orientations the network is asked, and its logits averaged: 1, 2, 4 or 8.</summary>
    public int TestViews { get; init; } = 1;

    /// <summary>Lower-case hexadecimal SHA-256 of <c>model.onnx</c>.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of <c>model.onnx</c>.</summary>
    public required long Bytes { get; init; }

    public required string DatasetId { get; init; }

    /// <summary>The recipe with every value, as it was run.</summary>
    public required JsonElement Recipe { get; init; }

    public required int Seed { get; init; }

    /// <summary>Threads of torch while it was trained: with recipe, seed and images they fix the result; 0 where it is not known.</summary>
    public int Threads { get; init; }

    /// <summary>What it was trained on, <c>cpu</c> or <c>cuda</c>.</summary>
    public string? Device { get; init; }

    /// <summary>SHA-256 of the pretrained weights' file.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The terms of the pretrained weights, as far as they are known; null of a version of an earlier build.</summary>
    public string? WeightsLicence { get; init; }

    /// <summary>Further trunks whose features are put beside the first's.</summary>
    public IReadOnlyList<CompanionWeights> Companions { get; init; } = [];

    /// <summary>On images that no choice was made by.</summary>
    public required ClassificationMetrics HeldOut { get; init; }

    /// <summary>Which split <see cref="HeldOut"/> is of.</summary>
    public required Split HeldOutSplit { get; init; }

    /// <summary>On the validation images, where the held-out ones are test images; they decided nothing either.</summary>
    public ClassificationMetrics? Validation { get; init; }

    /// <summary>Out-of-fold, on the training images.</summary>
    public required ClassificationMetrics CrossValidated { get; init; }

    public required ParityCertificate Parity { get; init; }

    public required IReadOnlyList<GoldenImage> Golden { get; init; }

    /// <summary>Images that were named but could not be used.</summary>
    public IReadOnlyList<LeftOutImage> LeftOut { get; init; } = [];

    /// <summary>Versions of the libraries that made it, by name.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();

    /// <summary>Under which terms the model may be used, images included, as whoever trained it said; null where nobody did.</summary>
    public string? Licence { get; init; }

    public string IntendedUse { get; init; } = "Research and engineering. No medical device: it must not be used to diagnose or to decide on treatment.";
}
