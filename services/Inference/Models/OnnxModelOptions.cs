namespace Lesion.Inference;

/// <summary>How a model is run.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>Default: the CPU.</summary>
    public InferenceDevice Device { get; init; } = InferenceDevice.Cpu;

    /// <summary>Refuse to load where the device asked for is absent, rather than to fall back to the CPU. Default false.</summary>
    public bool RequireDevice { get; init; }

    /// <summary>Threads of one run; 0 (the default) is one for each core.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>
    /// Threads of one run beside which no other thread runs the model; 0 (the default): as many as of any. Another number than
    /// <see cref="IntraOpThreads"/> holds the weights in memory twice.
    /// </summary>
    public int LoneThreads { get; init; }

    /// <summary>The most rows in one run: an image takes one for each of the model's test-time views, of its middle too. Default 8.</summary>
    public int MaxBatchSize { get; init; } = 8;

    /// <summary>Threads of a service that run it at a time, each in buffers of its own. Default none.</summary>
    public int InstanceCount { get; init; }

    /// <summary>The processors of the threads beside the calling one, one each; empty (the default) leaves them to the system.</summary>
    public IReadOnlyList<int> IntraOpProcessors { get; init; } = [];
}
