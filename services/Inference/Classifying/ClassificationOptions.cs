using System.ComponentModel.DataAnnotations;

namespace Lesion.Inference.Classifying;

/// <summary>What is kept of a picture that was only classified; section <c>Classification</c>.</summary>
public sealed class ClassificationOptions
{
    public const string Section = "Classification";

    /// <summary>
    /// Keep pictures that were only classified, in the bucket <c>lesion-requests</c> as <c>classified/&lt;imageId&gt;</c>, so that
    /// they can be classified again. Default false: those sent by HTTP are never stored.
    /// </summary>
    public bool KeepImages { get; set; }

    /// <summary>How long a picture that a message asks about stays in <c>lesion-requests</c> under the key it came with. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan RequestLifetime { get; set; } = TimeSpan.FromHours(1);
}
