namespace Lesion.Storage.Folders;

/// <summary>Tells a store that cannot work now (disk full, no permission, folder gone) from everything else.</summary>
internal static class FolderFault
{
    /// <param name="doing">A verb, as in <c>put</c>.</param>
    /// <param name="what">What it was to be done to, <c>bucket/key</c>.</param>
    /// <param name="action">Works on files.</param>
    /// <exception cref="StoreUnavailableException">The file system refused.</exception>
    public static T Guard<T>(string doing, object what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The store's folder could not {doing} '{what}': {exception.Message} "
                + "See that the disk has space and the folder may be written.",
                exception);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(string doing, object what, Action action) =>
        Guard(doing, what, () =>
        {
            action();
            return true;
        });
}
