namespace Lesion.Gateway.Http;

/// <summary>Part of a list, the newest first.</summary>
/// <param name="Items">At most as many as the limit.</param>
/// <param name="Next">The cursor of the part that follows; absent at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
