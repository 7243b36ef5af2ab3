namespace Lesion.Training.Publishing;

/// <summary>The one version that a training publishes, <c>trainings/&lt;id&gt;/version.json</c>.</summary>
internal sealed record PublishedVersion
{
    public required int Version { get; init; }
}
