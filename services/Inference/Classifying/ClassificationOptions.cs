using System.ComponentModel.DataAnnotations;

namespace Lesion.Inference.Classifying;

/// <summary>What is kept of a picture that was only classified; section <c>Classification</c>.</summary>
public sealed class ClassificationOptions
{
    public const string Section = "Classification";

    /// <summary>
    /// Keep pictures that were only classified, in the bucket <c>lesion-requests</c>: those sent by HTTP as
    /// <c>classified/&lt;imageId&gt;</c>, those asked for by message under the key they came with. Default false: the first are
    /// never stored, the second are removed after <see cref="RequestLifetime"/>.
    /// </summary>
    public bool KeepImages { get; set; }

    /// <summary>How long a picture stays in <c>lesion-requests</c> unless pictures are kept. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan RequestLifetime { get; set; } = TimeSpan.FromHours(1);
}
