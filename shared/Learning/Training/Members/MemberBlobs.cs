using Lesion.Contracts;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>What members leave behind: predictions after epochs, final weights, and predictions of the held-out images.</summary>
internal sealed class MemberBlobs(TrainingLayout layout, FeatureTable table, ITrainingBlobs blobs)
{
    public Task PutOutOfFoldAsync(TrainingStep step, OutOfFold predicted, CancellationToken cancellationToken) =>
        PutAsync(OutOfFoldName(step.Member, step.Phase, step.Epoch, step.Part), predicted, cancellationToken);

    /// <summary>The member's predictions of what it was not trained on, after an epoch.</summary>
    public async Task<OutOfFold> OutOfFoldAsync(Member member, int phase, int epoch, CancellationToken cancellationToken)
    {
        var logits = new List<double>();
        for (var part = 0; part < layout.KeptOutParts(member, phase); part++)
            logits.AddRange(await GetAsync(OutOfFoldName(member, phase, epoch, part), cancellationToken));
        return new OutOfFold(table.Within(layout.KeptOut(member)), [.. logits]);
    }

    public Task PutHeldOutAsync(TrainingStep step, OutOfFold predicted, CancellationToken cancellationToken) =>
        PutAsync(HeldOutName(step.Member, step.Part), predicted, cancellationToken);

    /// <summary>The member's predictions of the held-out images.</summary>
    public async Task<OutOfFold> HeldOutAsync(Member member, CancellationToken cancellationToken)
    {
        var logits = new List<double>();
        for (var part = 0; part < layout.HeldOutParts; part++)
            logits.AddRange(await GetAsync(HeldOutName(member, part), cancellationToken));
        return new OutOfFold(table.HeldOut, [.. logits]);
    }

    /// <summary>Keeps a member's final weights, as far as they differ from the pretrained ones.</summary>
    /// <param name="weights">As <see cref="Pack"/> gives them.</param>
    public Task PutWeightsAsync(Member member, byte[] weights, CancellationToken cancellationToken) =>
        blobs.PutAsync(WeightsName(member), weights, cancellationToken);

    public static byte[] Pack(IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, weights);
        return stream.ToArray();
    }

    /// <summary>Makes the mean of some members' weights those of another.</summary>
    public async Task AverageAsync(IReadOnlyList<Member> members, Member mean, CancellationToken cancellationToken)
    {
        using var sums = new StateDict("the members' mean");
        foreach (var member in members)
        {
            var name = WeightsName(member);
            using var stream = new MemoryStream(await blobs.GetAsync(name, cancellationToken));
            using var weights = SafeTensors.Read(stream, name);
            foreach (var (key, value) in weights)
            {
                if (sums.TryGetValue(key, out var sum))
                    sum.Add_(value, 1.0 / members.Count);
                else
                    sums.Add(key, value.Div(members.Count));
            }
        }

        await PutWeightsAsync(mean, Pack(sums), cancellationToken);
    }

    /// <summary>A member's network with its final weights; the caller owns it.</summary>
    public async Task<ClassifierNetwork> NetworkAsync(Member member, CancellationToken cancellationToken)
    {
        var name = WeightsName(member);
        using var stream = new MemoryStream(await blobs.GetAsync(name, cancellationToken));
        using var weights = SafeTensors.Read(stream, name);
        var network = TrainingNetwork.Create(layout);
        network.Restore(weights);
        return network;
    }

    private async Task PutAsync(string name, OutOfFold predicted, CancellationToken cancellationToken)
    {
        using var logits = NativeTensor.Of(predicted.Logits);
        await blobs.PutAsync(name, TensorBlob.Pack(logits, predicted.Images.Count), cancellationToken);
    }

    private async Task<double[]> GetAsync(string name, CancellationToken cancellationToken) =>
        TensorBlob.Unpack<double, int>(await blobs.GetAsync(name, cancellationToken), name).Values;

    private static string OutOfFoldName(Member member, int phase, int epoch, int part) =>
        $"out-of-fold-{member.Key}-{phase}-{epoch:d4}-{part:d4}";

    private static string HeldOutName(Member member, int part) => $"held-out-{member.Key}-{part:d6}";

    private static string WeightsName(Member member) => $"member-{member.Key}";
}
