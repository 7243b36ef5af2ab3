namespace Lesion.Storage;

/// <summary>A key that climbs out of its bucket, or that no store can hold.</summary>
public sealed class InvalidObjectKeyException(string key, string why)
    : Exception($"'{key}' is no usable object key: {why}.")
{
    public string Key { get; } = key;
}
