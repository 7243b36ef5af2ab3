namespace Lesion.Preprocessing;

/// <summary>What became of an image.</summary>
internal enum PreparationOutcome
{
    Prepared,

    /// <summary>It was prepared before.</summary>
    Known,

    /// <summary>It cannot be decoded.</summary>
    Quarantined,
}
