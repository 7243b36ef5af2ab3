namespace Lesion.Storage;

/// <summary>Condition, type and user metadata of a put.</summary>
public sealed record PutOptions
{
    /// <summary>Put only where no object has the key (<c>If-None-Match: *</c>).</summary>
    public bool OnlyIfAbsent { get; init; }

    /// <summary>Put only over the object with this entity tag (<c>If-Match</c>).</summary>
    public string? OnlyIfETag { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Keys in lower case; keys and values together at most 2 KiB, as S3 has it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
