using Lesion.Learning.Networks;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Members;

/// <summary>The steps that predict the held-out images by the final model's networks, and the model that these make.</summary>
internal sealed class MemberEvaluation(TrainingLayout layout, MemberData data, MemberBlobs blobs) : IDisposable
{
    private (Member Member, ClassifierNetwork Network)? _loaded;

    public async Task<StepResult> RunAsync(TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        var part = $"part {step.Part + 1} of {layout.HeldOutParts}";
        if (state.Choice is not { KeepsProbe: false })
            return new StepResult("evaluate", $"Held-out images, {part}: not needed");
        var network = await NetworkAsync(step.Member, cancellationToken);
        var images = TrainingLayout.Share(data.Table.HeldOut, step.Part, layout.HeldOutParts);
        var rows = layout.Recipe.TestRows;
        using var prediction = layout.RunsOnFeatures(layout.TrainPhases.Count - 1)
            ? MemberPrediction.OfFeatures(data.Table, images, rows)
            : MemberPrediction.OfPixels(images, rows, await data.PixelsAsync(images, cancellationToken));
        await blobs.PutHeldOutAsync(step, prediction.By(network), cancellationToken);
        return new StepResult("evaluate", $"Held-out images, {step.Member}, {part}");
    }

    /// <summary>Averages the members' weights.</summary>
    public async Task<StepResult> AverageAsync(TrainingState state, CancellationToken cancellationToken)
    {
        if (state.Choice is not { KeepsProbe: false })
            return new StepResult("train", "The networks' weights are not averaged: not needed");
        await blobs.AverageAsync(layout.KeptMembers, Member.All, cancellationToken);
        return new StepResult("train", $"The weights of {layout.KeptMembers.Count} networks are averaged into one");
    }

    /// <summary>The final model, of one network or of several; the caller owns it.</summary>
    public async Task<Classifier> ModelAsync(CancellationToken cancellationToken)
    {
        Dispose();
        var networks = new List<ClassifierNetwork>();
        foreach (var member in layout.FinalMembers)
            networks.Add(await blobs.NetworkAsync(member, cancellationToken));
        return networks is [var only] ? only : new ClassifierEnsemble(networks);
    }

    /// <summary>The held-out images' logits by each member, whose mean the final model gives.</summary>
    public async Task<IReadOnlyList<OutOfFold>> HeldOutAsync(CancellationToken cancellationToken)
    {
        var members = new List<OutOfFold>();
        foreach (var member in layout.FinalMembers)
            members.Add(await blobs.HeldOutAsync(member, cancellationToken));
        return members;
    }

    public void Dispose()
    {
        _loaded?.Network.Dispose();
        _loaded = null;
    }

    private async Task<ClassifierNetwork> NetworkAsync(Member member, CancellationToken cancellationToken)
    {
        if (_loaded is { } loaded && loaded.Member == member)
            return loaded.Network;
        Dispose();
        var network = await blobs.NetworkAsync(member, cancellationToken);
        _loaded = (member, network);
        return network;
    }
}
