namespace Lesion.Evaluation.Datasets;

/// <summary>Why an image is not part of a dataset.</summary>
public static class LeftOutReasons
{
    /// <summary>Nobody has labelled it.</summary>
    public const string Unlabelled = "unlabelled";

    /// <summary>Its folder's name is no label.</summary>
    public const string BadLabel = "badLabel";

    /// <summary>Two sources of equal rank give it different labels; a person must decide.</summary>
    public const string Conflicted = "conflicted";

    /// <summary>Two label sheets give it different splits.</summary>
    public const string ConflictedSplit = "conflictedSplit";

    /// <summary>Its group reaches into another fold or into the held-out images.</summary>
    public const string SplitGroup = "splitGroup";

    /// <summary>It has no canonical form yet.</summary>
    public const string NotPrepared = "notPrepared";

    /// <summary>Its pixels cannot be decoded.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The reason as a sentence goes on: "left out are 3 …".</summary>
    public static string InWords(string reason) => reason switch
    {
        Unlabelled => "without a label",
        BadLabel => "whose folder's name is no label",
        Conflicted => "with labels that contradict each other",
        ConflictedSplit => "with splits that contradict each other",
        SplitGroup => "whose patient, lesion or near-duplicate is held out or in another fold",
        NotPrepared => "not prepared yet",
        Unreadable => "that cannot be read",
        _ => reason,
    };
}
