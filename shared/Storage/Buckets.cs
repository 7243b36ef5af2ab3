namespace Lesion.Storage;

/// <summary>The buckets.</summary>
public static class Buckets
{
    /// <summary>Where people drop files; versioned.</summary>
    public const string Inbox = "lesion-inbox";

    /// <summary>Images that are only to be classified, for requests by message.</summary>
    public const string Requests = "lesion-requests";

    /// <summary>Images, what was made of them, their labels, and the quarantine.</summary>
    public const string Images = "lesion-images";

    /// <summary>Datasets, trainings, models and classifications.</summary>
    public const string Models = "lesion-models";

    public static IReadOnlyList<string> All { get; } = [Inbox, Requests, Images, Models];
}
