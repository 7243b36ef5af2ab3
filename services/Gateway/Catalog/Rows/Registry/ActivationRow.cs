namespace Lesion.Gateway.Catalog;

/// <summary>The last that an inference instance said about a version.</summary>
internal sealed class ActivationRow
{
    public required int Version { get; init; }

    public required string Instance { get; init; }

    public DateTimeOffset At { get; set; }

    public string? Error { get; set; }
}
