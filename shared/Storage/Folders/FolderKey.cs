using System.Security.Cryptography;
using System.Text;

namespace Lesion.Storage.Folders;

/// <summary>An object's key and the files that belong to it.</summary>
internal sealed class FolderKey
{
    private readonly FolderLayout _layout;
    private readonly string _bucketPath;

    /// <exception cref="InvalidObjectKeyException">The key would lie outside its bucket, or be hidden.</exception>
    public FolderKey(FolderLayout layout, string bucket, string key)
    {
        ObjectKeyRules.CheckKey(key);
        if (key.StartsWith('.') || key.Contains("/.", StringComparison.Ordinal))
        {
            throw new InvalidObjectKeyException(key, "a name that begins with '.' is hidden; rename the file");
        }

        _layout = layout;
        _bucketPath = layout.Bucket(bucket);
        Bucket = bucket;
        Key = key;
        Data = Path.Combine(_bucketPath, key);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket}/{key}")).AsSpan(0, 16));
    }

    public string Bucket { get; }

    public string Key { get; }

    /// <summary>The plain file that is the object.</summary>
    public string Data { get; }

    /// <summary>Stands for the key in names of files, where the key itself may be too long.</summary>
    public string Hash { get; }

    /// <summary>Type and user metadata of one version.</summary>
    public string Sidecar(string version) => Path.Combine(_layout.Sidecars(Bucket, Hash), $"{Hash}-{version}.json");

    /// <summary>Where the data lies while it is taken.</summary>
    public string Taken(string version) => Path.Combine(_layout.Taken(Bucket), $"{Hash}-{version}");

    /// <summary>Every version that is taken or was left by a taker that died.</summary>
    public IEnumerable<string> TakenVersions()
    {
        var folder = _layout.Taken(Bucket);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{Hash}-*")
                .Where(path => Path.GetExtension(path).Length == 0)
                .Select(path => Path.GetFileName(path)[(Hash.Length + 1)..])
                .Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>Whether a folder on the way is a symbolic link, which might lead anywhere.</summary>
    public bool PassesLink() => Folders().Any(folder => new DirectoryInfo(folder).LinkTarget is not null);

    /// <summary>Why no object can be put here though the key is well-formed; null where one can.</summary>
    public string? Obstacle()
    {
        if (PassesLink())
            return "a folder in it is a symbolic link; use a plain folder";
        if (Folders().Any(File.Exists))
            return "a part of it is an object already, and a folder's store keeps nothing below an object";
        return Directory.Exists(Data) ? "there are objects below it already; choose another name" : null;
    }

    public override string ToString() => $"{Bucket}/{Key}";

    private IEnumerable<string> Folders()
    {
        for (var slash = Key.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = Key.IndexOf('/', slash + 1))
            yield return Path.Combine(_bucketPath, Key[..slash]);
    }
}
