namespace Lesion.Contracts;

/// <summary>A dropped file was refused and moved to the quarantine; nothing vanishes.</summary>
public sealed record ImageRejected
{
    /// <summary>The key under which it was dropped.</summary>
    public required string DropKey { get; init; }

    /// <summary>Where the file lies now, its reason beside it in the user metadata.</summary>
    public required ObjectReference Quarantined { get; init; }

    /// <summary>A code: <c>empty</c>, <c>notAnImage</c>, <c>unsupportedFormat</c>, <c>tooLarge</c>, <c>badKey</c>, …</summary>
    public required string Reason { get; init; }

    /// <summary>What is wrong with which file and what to do, for a person.</summary>
    public required string Message { get; init; }

    public required DateTimeOffset RejectedAt { get; init; }

    /// <summary>The image's id where it had been stored before it was found to be broken.</summary>
    public string? ImageId { get; init; }
}
