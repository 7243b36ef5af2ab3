namespace Lesion.Storage.Folders;

/// <summary>Tells a store that cannot work now (disk full, no permission, folder gone) from everything else.</summary>
internal static class FolderFault
{
    /// <exception cref="StoreUnavailableException">The file system refused.</exception>
    public static T Guard<T>(string doing, FolderKey file, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The store's folder could not {doing} '{file.Bucket}/{file.Key}': {exception.Message} "
                + "See that the disk has space and the folder may be written.",
                exception);
        }
    }

    /// <exception cref="StoreUnavailableException">The file system refused.</exception>
    public static void Guard(string doing, FolderKey file, Action action) =>
        Guard(doing, file, () =>
        {
            action();
            return true;
        });
}
