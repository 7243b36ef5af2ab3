namespace Lesion.Learning.Networks.Layers;

/// <summary>What a layer does with one of its weights.</summary>
internal enum WeightUse
{
    /// <summary>An optimiser may change it.</summary>
    Parameter,

    /// <summary>The layer needs it, and no gradient reaches it, such as a batch norm's running mean.</summary>
    Buffer,

    /// <summary>Weights' files may have it; it has no influence on what the network gives, and is not kept.</summary>
    Unused,
}
