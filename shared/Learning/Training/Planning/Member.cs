using System.Globalization;

namespace Lesion.Learning.Training.Planning;

/// <summary>One of the trainings that a training consists of.</summary>
/// <param name="Number">The fold, or the number of the trial.</param>
internal readonly record struct Member(MemberKind Kind, int Number = 0)
{
    public static Member All { get; } = new(MemberKind.All);

    public static Member RangeTest { get; } = new(MemberKind.RangeTest);

    public static Member WithoutFold(int fold) => new(MemberKind.Fold, fold);

    public static Member Trial(int number) => new(MemberKind.Trial, number);

    /// <summary>Its name in blobs and, with others, all that its random draws depend on.</summary>
    public string Key => Kind switch
    {
        MemberKind.All => "all",
        MemberKind.Fold => $"fold-{Number.ToString(CultureInfo.InvariantCulture)}",
        MemberKind.Trial => $"trial-{Number.ToString(CultureInfo.InvariantCulture)}",
        _ => "range-test",
    };

    /// <summary>For people.</summary>
    public override string ToString() => Kind switch
    {
        MemberKind.All => "all images",
        MemberKind.Fold => $"without fold {Number}",
        MemberKind.Trial => $"trial {Number + 1}",
        _ => "range test",
    };
}
