namespace Lesion.Storage.Folders;

/// <summary>Where things lie under the root.</summary>
internal sealed class FolderLayout
{
    public FolderLayout(string root)
    {
        Root = Path.GetFullPath(root);
        Temporary = Path.Combine(Root, ".system", "tmp");
        Locks = Path.Combine(Root, ".system", "locks");
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Locks);
    }

    public string Root { get; }

    /// <summary>Files that are being written.</summary>
    public string Temporary { get; }

    public string Locks { get; }

    public string Bucket(string bucket)
    {
        ObjectKeyRules.CheckBucket(bucket);
        return Path.Combine(Root, bucket);
    }

    /// <summary>Objects that were taken, <see cref="FolderKey.Taken"/>.</summary>
    public string Taken(string bucket) => Path.Combine(Root, ".system", "taken", bucket);

    /// <summary>Sidecars, <see cref="FolderKey.Sidecar"/>, spread over 256 folders.</summary>
    public string Sidecars(string bucket, string keyHash) =>
        Path.Combine(Root, ".system", "meta", bucket, keyHash[..2]);
}
