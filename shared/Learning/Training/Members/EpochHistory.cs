using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Members;

/// <summary>Questions about the epochs that members have gone through.</summary>
internal static class EpochHistory
{
    /// <summary>The epoch, from 1, after which the kept-out images were predicted best; of equals the first.</summary>
    public static int BestEpoch(this IReadOnlyList<MemberEpoch> epochs, Member member, int phase, Measure measure) =>
        1 + EarlyStopping.Best(epochs.Values(member, phase, measure));

    /// <summary>So many epochs in a row were no better that the phase ends early.</summary>
    public static bool HasRunOut(this IReadOnlyList<MemberEpoch> epochs, Member member, int phase, int? patience, Measure measure) =>
        EarlyStopping.IsDue(epochs.Values(member, phase, measure), patience);

    private static List<double> Values(this IReadOnlyList<MemberEpoch> epochs, Member member, int phase, Measure measure) =>
    [
        .. epochs
            .Where(epoch => epoch.Member == member && epoch.Phase == phase && epoch.OutOfFold is not null)
            .Select(epoch => epoch.OutOfFold!.Value.Value(measure)),
    ];
}
