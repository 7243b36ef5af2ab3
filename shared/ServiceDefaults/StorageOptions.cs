namespace Lesion.ServiceDefaults;

/// <summary>The object store, section <c>Lesion:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The address of an S3 store; empty (the default) is a folder.</summary>
    public string? Endpoint { get; set; }
}
