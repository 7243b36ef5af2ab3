using Lesion.Contracts;
using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Projection;

/// <summary>The label that counts, and where it is from.</summary>
internal sealed record ResolvedLabel(string? Label, LabelSource? Source, LabelState State)
{
    public static ResolvedLabel None { get; } = new(null, null, LabelState.Unlabelled);
}
