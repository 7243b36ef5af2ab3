using System.ComponentModel.DataAnnotations;

namespace Lesion.Gateway;

/// <summary>Section <c>Lesion:Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Lesion:Gateway";

    /// <summary>How often the catalog is compared with the object store. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest picture that may be uploaded, in bytes. Default 50 MiB, as Ingestion has it.</summary>
    [Range(1024, 1L << 30)]
    public long LargestUpload { get; set; } = 50L << 20;

    /// <summary>How often those who watch a training look at the catalog when nothing wakes them. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(2);
}
