namespace Lesion.Learning.Training.Planning;

internal enum MemberKind
{
    /// <summary>Trained on all images: the refit.</summary>
    All,

    /// <summary>Trained on all folds but one.</summary>
    Fold,

    /// <summary>A short training of the search, without the first fold.</summary>
    Trial,

    /// <summary>The learning-rate range test, without the first fold.</summary>
    RangeTest,
}
