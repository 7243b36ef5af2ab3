namespace Lesion.Contracts;

/// <summary>
/// The fence of a training, <c>trainings/&lt;id&gt;/head.json</c>: changed only by compare-and-swap on its entity tag.
/// </summary>
public sealed record TrainingHead
{
    public required string TrainingId { get; init; }

    public required ObjectReference Dataset { get; init; }

    /// <summary>The slice to do next.</summary>
    public required int Slice { get; init; }

    /// <summary>Where the state after the last finished slice lies; null before the first.</summary>
    public string? StateKey { get; init; }

    /// <summary>Who works on <see cref="Slice"/>; null when nobody does.</summary>
    public string? Worker { get; init; }

    /// <summary>Until when <see cref="Worker"/> alone may work.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }
}
