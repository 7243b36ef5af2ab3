using System.ComponentModel.DataAnnotations;
using Lesion.Inference.Batching;

namespace Lesion.Inference;

/// <summary>How models are served; section <c>Lesion:Inference</c>.</summary>
public sealed class InferenceOptions : IValidatableObject
{
    public const string Section = "Lesion:Inference";

    // Each has buffers of its own.
    private const int MostInstances = 4;

    /// <summary><c>cpu</c> (default) or <c>cuda</c>, which needs a build with <c>-p:LesionGpu=true</c>.</summary>
    public InferenceDevice Device { get; set; } = InferenceDevice.Cpu;

    /// <summary>Not ready where <see cref="Device"/> is <c>cuda</c> and there is none, rather than slow. Default false.</summary>
    public bool RequireGpu { get; set; }

    /// <summary>
    /// Threads that run the network at a time, one batch each, on the same weights; Triton's <c>instance_group.count</c>. 0 (the
    /// default) is one for each core, at most 4, and on a GPU one: two threads with a picture each do more than both on one.
    /// </summary>
    [Range(0, 256)]
    public int InstanceCount { get; set; }

    /// <summary>
    /// Threads of one run. With 0 (the default) the cores are shared out among the instances, and a run beside which no other
    /// instance works has them all, so that who asks alone waits no longer for it.
    /// </summary>
    [Range(0, 1024)]
    public int IntraOpThreads { get; set; }

    /// <summary>
    /// Keep each thread of the network to a processor of its own, of those that the process may use: the instances first, then
    /// the threads that help them. For a machine that does nothing else; Linux only. Default false.
    /// </summary>
    public bool PinThreads { get; set; }

    /// <summary>
    /// The most rows in one run of the network; Triton's <c>max_batch_size</c>, which counts rows too. An image takes one for each
    /// of the model's test-time views, of its middle too, and is never split: one that takes more goes alone. Default 8.
    /// </summary>
    [Range(1, 256)]
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>
    /// How long a batch that is not full waits for more; Triton's <c>max_queue_delay_microseconds</c>, in steps of about a
    /// millisecond. Default none: what is queued goes as soon as the network is free.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan MaxQueueDelay { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Requests of a priority that wait for the network, and requests by HTTP in hand; more are turned away with 503. Triton's
    /// <c>max_queue_size</c>. Default 64.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxQueueSize { get; set; } = 64;

    /// <summary>
    /// After this in the queue a request by HTTP is answered with 503 instead of being computed; Triton's
    /// <c>default_timeout_microseconds</c> with <c>timeout_action: REJECT</c>. Default none, but for <see cref="RequestTimeout"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DefaultQueueTimeout { get; set; } = TimeSpan.Zero;

    /// <summary>Pictures that are decoded at a time; 0 (the default) is one for each core.</summary>
    [Range(0, 1024)]
    public int DecodeConcurrency { get; set; }

    /// <summary>After this a request by HTTP is given up with 503. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one image; more are refused with 413. Default 50 MiB.</summary>
    [Range(1024, 1_000_000_000)]
    public int MaxImageBytes { get; set; } = 50 << 20;

    /// <summary>
    /// Versions in memory beside champion and challenger, for requests that ask for a version by its number; the one that was not
    /// asked for longest makes room. 0: no version but these two. Default 2.
    /// </summary>
    [Range(0, 64)]
    public int MaxLoadedVersions { get; set; } = 2;

    /// <summary>The share of images that the challenger is shown too, when nothing else waits; both answers are recorded. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double ShadowShare { get; set; }

    /// <summary>Answers that are kept in memory, by version and image, about 1 kB each; Triton's response cache. 0: none. Default 1,000.</summary>
    [Range(0, 10_000_000)]
    public int CacheEntries { get; set; } = 1000;

    /// <summary>How often the aliases are read, in case their event was lost. Default one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The name of this instance in events. Default: the machine's name and the process's id.</summary>
    [Required]
    public string Instance { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RequireGpu && Device != InferenceDevice.Cuda)
        {
            yield return new ValidationResult(
                $"'{Section}:RequireGpu' is set while '{Section}:Device' is {Device}: set the device to cuda, or leave RequireGpu out.",
                [nameof(RequireGpu)]);
        }
    }

    internal OnnxModelOptions ModelOptions => new()
    {
        Device = Device,
        RequireDevice = RequireGpu,
        IntraOpThreads = ThreadsOfARun,
        LoneThreads = IntraOpThreads == 0 && !PinThreads && Device == InferenceDevice.Cpu ? Environment.ProcessorCount : ThreadsOfARun,
        MaxBatchSize = MaxBatchSize,
        InstanceCount = Instances,
        IntraOpProcessors = PinThreads ? ProcessorsFor(Instances, ThreadsOfARun - 1) : [],
    };

    /// <summary><see cref="InstanceCount"/>, or its default.</summary>
    internal int Instances => (InstanceCount, Device) switch
    {
        ( > 0, _) => InstanceCount,
        (_, InferenceDevice.Cpu) => Math.Min(MostInstances, Environment.ProcessorCount),
        _ => 1,
    };

    /// <summary>The processor of each instance; empty where they are not pinned.</summary>
    internal IReadOnlyList<int> InstanceProcessors => PinThreads ? ProcessorsFor(0, Instances) : [];

    private int ThreadsOfARun => IntraOpThreads > 0 ? IntraOpThreads : Math.Max(1, Environment.ProcessorCount / Instances);

    private static int[] ProcessorsFor(int first, int threads)
    {
        var allowed = Processors.Allowed();
        return [.. Enumerable.Range(first, threads).Select(thread => allowed[thread % allowed.Length])];
    }
}
