namespace Lesion.Onnx;

/// <summary>The keys of an exported model's metadata (<c>metadata_props</c>). Every value is JSON.</summary>
public static class ModelMetadataKeys
{
    /// <summary>Before every key.</summary>
    public const string Prefix = "lesion.";

    /// <summary>An array: the class names in the order of the outputs.</summary>
    public const string Classes = Prefix + "classes";

    /// <summary>A string: the positive class; absent with more than two classes.</summary>
    public const string Positive = Prefix + "positive";

    /// <summary>A number: at or above this probability of the positive class the label is positive.</summary>
    public const string Threshold = Prefix + "threshold";

    /// <summary>An array [low, high]: probabilities of the positive class within it are referred to a person.</summary>
    public const string ReferBand = Prefix + "referBand";

    /// <summary>
    /// A number, with more than two classes: where the highest of the probabilities is below it, the image is referred to a person.
    /// </summary>
    public const string ReferBelow = Prefix + "referBelow";

    /// <summary>
    /// An object: <c>share</c>, <c>limit</c> and more of a <see cref="Contracts.ModelNovelty"/>. Where the output <c>novelty</c> is
    /// above 1, the image is unlike the training images and is referred to a person. Absent where there is no such output.
    /// </summary>
    public const string Novelty = Prefix + "novelty";

    /// <summary>A number: what <c>logits</c> are divided by on the way to <c>probabilities</c>.</summary>
    public const string Temperature = Prefix + "temperature";

    /// <summary>An object: <c>size</c>, <c>filter</c>, <c>canonical</c> and <c>centreCrop</c>, how an image becomes an input.</summary>
    public const string Input = Prefix + "input";

    /// <summary>
    /// A number: 1 (also where it is absent), 2, 4 or 8 orientations of an image, and as many of its middle where the input has
    /// a <c>centreCrop</c>, that are given to the network; the served answer comes from the mean of their <c>logits</c>. The graph itself knows nothing of it: an image is a row.
    /// </summary>
    public const string TestViews = Prefix + "testViews";

    /// <summary>A string: the backbone's name.</summary>
    public const string Network = Prefix + "network";

    /// <summary>A string: what <c>activation_map</c> is, one of <see cref="ActivationMapKind"/>.</summary>
    public const string ActivationMap = Prefix + "activationMap";

    /// <summary>A string: the id of the dataset it was trained on.</summary>
    public const string DatasetId = Prefix + "datasetId";

    /// <summary>An object: its metrics on held-out images.</summary>
    public const string HeldOut = Prefix + "heldOut";

    /// <summary>A string: what the model is for, and what it is not.</summary>
    public const string IntendedUse = Prefix + "intendedUse";
}
