using System.ComponentModel.DataAnnotations;

namespace Lesion.Inference;

/// <summary>How the champion is served; section <c>Lesion:Inference</c>.</summary>
public sealed class InferenceOptions : IValidatableObject
{
    public const string Section = "Lesion:Inference";

    /// <summary><c>cpu</c> (default) or <c>cuda</c>, which needs a build with <c>-p:LesionGpu=true</c>.</summary>
    public InferenceDevice Device { get; set; } = InferenceDevice.Cpu;

    /// <summary>Not ready where <see cref="Device"/> is <c>cuda</c> and there is none, rather than slow. Default false.</summary>
    public bool RequireGpu { get; set; }

    /// <summary>Threads of one run; 0 (the default) is one for each core.</summary>
    [Range(0, 1024)]
    public int IntraOpThreads { get; set; }

    /// <summary>
    /// The most rows in one run of the network: an image takes one for each of the model's test-time views, of its middle too, and is never split.
    /// Default 8.
    /// </summary>
    [Range(1, 256)]
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>How long a batch that is not full waits for more. Default none: what is queued goes as soon as the network is free.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Images that wait for the network, and requests by HTTP in hand; more are turned away with 503. Default 64.</summary>
    [Range(1, 100_000)]
    public int QueueCapacity { get; set; } = 64;

    /// <summary>Pictures that are decoded at a time; 0 (the default) is one for each core.</summary>
    [Range(0, 1024)]
    public int DecodeConcurrency { get; set; }

    /// <summary>After this a request by HTTP is given up with 503. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one image; more are refused with 413. Default 50 MiB.</summary>
    [Range(1024, 1_000_000_000)]
    public int MaxImageBytes { get; set; } = 50 << 20;

    /// <summary>How often the champion's alias is read, in case its event was lost. Default one minute.</summary>
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
        IntraOpThreads = IntraOpThreads,
        MaxBatchSize = MaxBatchSize,
    };
}
