namespace Lesion.Gateway.Catalog;

/// <summary>What is known of an image's label.</summary>
internal enum LabelState
{
    Unlabelled,
    Labelled,

    /// <summary>Sources of equal rank disagree: left out of training until a person decides.</summary>
    Conflicted,
}
