namespace Lesion.Storage.Folders;

/// <summary>Reads an object and the sidecar of just that version, whatever writers do meanwhile.</summary>
internal static class FolderReader
{
    public static ObjectInfo? Head(FolderKey file)
    {
        if (file.PassesLink())
            return null;
        while (FileVersion.Of(file.Data) is { } version)
        {
            if (Describe(file, version) is { } info)
                return info;
        }

        return null;
    }

    public static StoredObject? Open(FolderKey file)
    {
        if (file.PassesLink())
            return null;
        while (FileVersion.Of(file.Data) is not null && OpenRead(file.Data) is { } stream)
        {
            if (Describe(file, FileVersion.Of(stream.SafeFileHandle)) is { } info)
                return new StoredObject(info, stream);
            stream.Dispose();
        }

        return null;
    }

    /// <summary>Opens for reading and keeps nobody from replacing; null where the file has gone.</summary>
    public static FileStream? OpenRead(string path)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0,
                FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Null where the object was replaced, so that this version's sidecar may have gone: look again.</summary>
    private static ObjectInfo? Describe(FolderKey file, FileVersion version)
    {
        var sidecar = Sidecar.Read(file.Sidecar(version.ETag));
        if (sidecar is null && FileVersion.Of(file.Data) != version)
            return null;
        return (sidecar ?? Sidecar.Foreign(file.Key)).Describe(file.Bucket, version);
    }
}
