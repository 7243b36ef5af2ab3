using System.ComponentModel.DataAnnotations;

namespace Lesion.Gateway.Promotions;

/// <summary>When a challenger becomes the champion, section <c>Lesion:Promotion</c>.</summary>
internal sealed class PromotionOptions
{
    public const string Section = "Lesion:Promotion";

    /// <summary>
    /// The sensitivity that a challenger must reach at its threshold on the compared images. Unset (the default): the lower
    /// end of the champion's 95 % interval on the same images.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? RequiredSensitivity { get; set; }

    /// <summary>The fewest images of each class that both must have held out to be compared. Default 10.</summary>
    [Range(2, int.MaxValue)]
    public int FewestCommonImages { get; set; } = 10;
}
