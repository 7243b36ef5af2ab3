namespace Lesion.Storage;

/// <summary>The store answers, but does not keep what it must: nothing may be entrusted to it.</summary>
public sealed class StoreUnfitException(string message) : Exception(message);
