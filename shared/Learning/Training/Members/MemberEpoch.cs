using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Selection;

namespace Lesion.Learning.Training.Members;

/// <summary>One epoch of a member's phase.</summary>
/// <param name="Phase">Place among the phases that train by gradient.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Rate">The highest rate of its last step.</param>
/// <param name="TrainingLoss">The mean loss as it was minimised; null where it ran away.</param>
/// <param name="OutOfFold">On the images kept out; null where none are, or not yet.</param>
internal sealed record MemberEpoch(Member Member, int Phase, int Epoch, double Rate, double? TrainingLoss, Score? OutOfFold = null);
