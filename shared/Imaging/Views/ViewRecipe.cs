using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lesion.Imaging;

/// <summary>
/// How augmented views are drawn. The defaults are moderate and suit dermoscopy, where the lesion fills the picture,
/// up has no meaning, and colour does.
/// </summary>
public sealed record ViewRecipe
{
    /// <summary>Views of an image. Default 4.</summary>
    public int Views { get; init; } = 4;

    /// <summary>The side of a view in pixels. Default 224.</summary>
    public int Size { get; init; } = 224;

    /// <summary>The smallest share of the picture's area that a crop takes. Default 0.7.</summary>
    public double MinCropArea { get; init; } = 0.7;

    /// <summary>The largest share of the picture's area that a crop takes. Default 1.</summary>
    public double MaxCropArea { get; init; } = 1;

    /// <summary>The crop is at most this much wider or taller than the picture's own aspect. Default 1.15.</summary>
    public double AspectJitter { get; init; } = 1.15;

    /// <summary>The largest rotation in degrees, to either side. Default 180, any rotation.</summary>
    public double MaxRotation { get; init; } = 180;

    public bool FlipHorizontal { get; init; } = true;

    public bool FlipVertical { get; init; } = true;

    /// <summary>Brightness is multiplied by 1 ± this. Default 0.15.</summary>
    public double Brightness { get; init; } = 0.15;

    /// <summary>Contrast about the mean luminance is multiplied by 1 ± this. Default 0.15.</summary>
    public double Contrast { get; init; } = 0.15;

    /// <summary>Saturation is multiplied by 1 ± this. Default 0.15.</summary>
    public double Saturation { get; init; } = 0.15;

    /// <summary>Hue is turned by at most this many degrees. Default 4.</summary>
    public double Hue { get; init; } = 4;

    /// <summary>With the image's id and the number of the view, all that the random draw depends on. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Names this recipe in keys: <c>v1-</c> and a hash of every value.</summary>
    public string Id
    {
        get
        {
            FormattableString values =
                $"{Views}|{Size}|{MinCropArea:R}|{MaxCropArea:R}|{AspectJitter:R}|{MaxRotation:R}|{FlipHorizontal}|{FlipVertical}|{Brightness:R}|{Contrast:R}|{Saturation:R}|{Hue:R}|{Seed}";
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(values.ToString(CultureInfo.InvariantCulture)));
            return $"v1-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
        }
    }

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    internal void Validate()
    {
        Check(Views > 0, nameof(Views), Views, "at least 1");
        Check(Size > 0, nameof(Size), Size, "at least 1");
        Check(MinCropArea is > 0 and <= 1, nameof(MinCropArea), MinCropArea, "above 0 and at most 1");
        Check(MaxCropArea >= MinCropArea && MaxCropArea <= 1, nameof(MaxCropArea), MaxCropArea, "MinCropArea to 1");
        Check(AspectJitter >= 1, nameof(AspectJitter), AspectJitter, "at least 1");
        Check(Brightness is >= 0 and < 1, nameof(Brightness), Brightness, "0 to below 1");
        Check(Contrast is >= 0 and < 1, nameof(Contrast), Contrast, "0 to below 1");
        Check(Saturation is >= 0 and <= 1, nameof(Saturation), Saturation, "0 to 1");
    }

    private static void Check(bool fine, string name, double value, string range)
    {
        if (!fine)
        {
            throw new ArgumentException($"A view recipe's {name} is {value}; it must be {range}.");
        }
    }
}
