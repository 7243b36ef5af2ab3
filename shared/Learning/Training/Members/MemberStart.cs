using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Members;

/// <summary>
/// What a member's training begins with: the pretrained trunk, and a head that standardises the features of the images that
/// the member is trained on. A linear head begins as the probe that was fitted without the member's fold, if the recipe has
/// one; any other as its kind does, in all members of a soup alike.
/// </summary>
internal sealed class MemberStart(TrainingLayout layout, ProbeFitting probes)
{
    public async Task<MemberTraining> BeginAsync(
        Member member, FeatureTable table, ProbeChoice? choice, CancellationToken cancellationToken)
    {
        var images = layout.KeptOut(member) is { } fold ? table.Without(fold) : table.Training;
        var probe = choice is null
            ? null
            : await probes.HeadAsync(member, choice, cancellationToken);
        var network = TrainingNetwork.Create(layout);
        network.Precision = layout.Precision;
        if (probe is not null && network.Head is LinearHead)
            network.SetHead(probe);
        else
            Initialise(network.Head, member, probe, table, images);
        return new MemberTraining(member, network, images, [.. images.Select(table.ClassIndex)]);
    }

    private void Initialise(
        Head head, Member member, LogisticModel? probe, FeatureTable table, IReadOnlyList<Contracts.DatasetImage> images)
    {
        var (mean, deviation) = probe is null ? table.Moments(images) : (probe.Mean, probe.Scale);
        head.Standardise([.. mean.Select(value => (float)value)], [.. deviation.Select(value => (float)value)]);
        // Hidden units have no order: only of networks that began alike does the mean of the weights mean anything.
        var key = layout.Recipe.CrossValidation.Final is FinalModel.Soup ? "soup" : member.Key;
        head.Initialise((long)SeededRandom.From($"{layout.Plan.Seed}/{key}/head").Next());
    }
}
