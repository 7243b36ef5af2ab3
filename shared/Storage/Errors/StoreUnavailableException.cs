namespace Lesion.Storage;

/// <summary>The store is away or full. No fault of what was asked: try again later.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : UnavailableException(message, inner);
