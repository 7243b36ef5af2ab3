namespace Lesion.Storage;

/// <summary>
/// Something that work needs is away: the store, the catalog's database. No fault of what was asked: try again later. A message
/// that meets it waits and is delivered again; it never goes to an error queue.
/// </summary>
public abstract class UnavailableException(string message, Exception? inner) : Exception(message, inner);
