using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Search;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Weights;
using Lesion.Storage;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.State;

/// <summary>
/// Where a training stands between two steps. Every random draw follows from the seed and the step, so that there is no
/// other generator to keep; there is no clock either.
/// </summary>
internal sealed record TrainingState
{
    private const string Key = "state";

    /// <summary>With what is null: left out, it would come back as its default.</summary>
    private static readonly JsonSerializerOptions Whole =
        new(LesionJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public required TrainingPlan Plan { get; init; }

    public int StepsDone { get; init; }

    public ProbeChoice? Probe { get; init; }

    public SearchFindings Search { get; init; } = new();

    /// <summary>Every epoch that every member has gone through, in order.</summary>
    public IReadOnlyList<MemberEpoch> Epochs { get; init; } = [];

    public TrainingChoice? Choice { get; init; }

    /// <summary>The member that is being trained, whose tensors lie beside; null where none is.</summary>
    public MemberProgress? Member { get; init; }

    /// <summary>Safetensors with the state as JSON in the metadata.</summary>
    public byte[] Save(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(
            stream, tensors, new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(this, Whole) });
        return stream.ToArray();
    }

    /// <returns>The state, and its tensors, which the caller owns.</returns>
    /// <exception cref="InvalidDataException">The bytes are no state.</exception>
    public static (TrainingState State, StateDict Tensors) Load(byte[] bytes)
    {
        const string Source = "the training's state";
        using var stream = new MemoryStream(bytes);
        var tensors = SafeTensors.Read(stream, Source);
        return tensors.Metadata.TryGetValue(Key, out var json)
            && JsonSerializer.Deserialize<TrainingState>(json, Whole) is { } state
                ? (state, tensors)
                : throw new InvalidDataException($"{Source} holds no state.");
    }
}
