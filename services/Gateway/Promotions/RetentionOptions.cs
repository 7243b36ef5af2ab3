using System.ComponentModel.DataAnnotations;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// Which old versions are deleted, section <c>Lesion:Retention</c>. Never one that an alias names or named just before, nor one
/// that the rule has not weighed.
/// </summary>
internal sealed class RetentionOptions
{
    public const string Section = "Lesion:Retention";

    /// <summary>How many of the newest versions are kept in any case. Unset (the default): all.</summary>
    [Range(1, int.MaxValue)]
    public int? KeepVersions { get; set; }

    /// <summary>No version is deleted that is younger. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "36500.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a version is marked, and cannot be promoted, before it is deleted. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);
}
