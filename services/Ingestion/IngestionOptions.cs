using System.ComponentModel.DataAnnotations;

namespace Lesion.Ingestion;

/// <summary>Section <c>Lesion:Ingestion</c>.</summary>
public sealed class IngestionOptions
{
    public const string Section = "Lesion:Ingestion";

    /// <summary>The largest file that is accepted, in bytes. Default 50 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>How often the inbox is looked through for files that no message led to. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many files are in memory at a time. Default: the number of processors, at least 2 and at most 8.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 8);
}
