namespace Lesion.Learning.Augmentation;

/// <summary>
/// How images are changed at random each time they are trained on. Every strength is 0 by default, which is off; with all
/// off an image stays exactly as it is.
/// </summary>
public sealed record AugmentationRecipe
{
    /// <summary>One of the eight orientations of a square, exactly, each as likely. Default: no.</summary>
    public bool Orientations { get; init; }

    /// <summary>The largest zoom, in or out: 0.2 draws factors from 1/1.2 to 1.2, evenly in their logarithm.</summary>
    public double Scale { get; init; }

    /// <summary>
    /// The largest share of the image's area that is cropped away before what is left fills the image again: 0.65 keeps from
    /// 0.35 to the whole. The crop's middle lies in the inner half of where it can, since a lesion lies about the middle.
    /// Source: random resized crops, Szegedy et al., "Going deeper with convolutions", CVPR 2015.
    /// </summary>
    public double Crop { get; init; }

    /// <summary>The largest change of aspect by <see cref="Crop"/>: 0.15 draws ratios of its sides from 1/1.15 to 1.15.</summary>
    public double Stretch { get; init; }

    /// <summary>The largest rotation to either side, in degrees, from 0 to 180.</summary>
    public double Rotation { get; init; }

    /// <summary>The largest shift along each axis, as a share of the side.</summary>
    public double Translation { get; init; }

    /// <summary>The largest shear to either side, in degrees below 45.</summary>
    public double Shear { get; init; }

    /// <summary>Brightness is multiplied by 1 ± this.</summary>
    public double Brightness { get; init; }

    /// <summary>Contrast about the image's mean luminance is multiplied by 1 ± this.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation is multiplied by 1 ± this.</summary>
    public double Saturation { get; init; }

    /// <summary>The largest turn of the hue to either side, in degrees.</summary>
    public double Hue { get; init; }

    /// <summary>Each of red, green and blue is multiplied by its own 1 ± this, as other lamps and cameras do.</summary>
    public double ChannelGain { get; init; }

    /// <summary>
    /// The side of the square that is painted over in the image's mean colour, as a share of the image's side; its centre lies anywhere in
    /// the image. Source: DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017.
    /// </summary>
    public double Cutout { get; init; }

    /// <summary>
    /// α of the Beta(α, α) from which the share of another image of the batch is drawn, targets likewise.
    /// Source: Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: beyond empirical risk minimization", ICLR 2018.
    /// </summary>
    public double Mixup { get; init; }

    internal bool MovesPixels => Scale > 0 || Crop > 0 || Stretch > 0 || Rotation > 0 || Translation > 0 || Shear > 0;

    internal bool ChangesColour => Brightness > 0 || Contrast > 0 || Saturation > 0 || Hue > 0 || ChannelGain > 0;

    /// <param name="require">Takes whether a value can be, its name, and what must hold.</param>
    /// <param name="path">This record's own, such as <c>phases[1].augmentation</c>.</param>
    internal void Check(Action<bool, string, string> require, string path)
    {
        require(Scale is >= 0 and <= 4, $"{path}.scale", "lies from 0 to 4");
        require(Crop is >= 0 and < 1, $"{path}.crop", "lies in [0, 1)");
        require(Stretch is >= 0 and <= 4, $"{path}.stretch", "lies from 0 to 4");
        require(Rotation is >= 0 and <= 180, $"{path}.rotation", "lies from 0 to 180");
        require(Translation is >= 0 and < 1, $"{path}.translation", "lies in [0, 1)");
        require(Shear is >= 0 and < 45, $"{path}.shear", "lies in [0, 45)");
        require(Brightness is >= 0 and < 1, $"{path}.brightness", "lies in [0, 1)");
        require(Contrast is >= 0 and < 1, $"{path}.contrast", "lies in [0, 1)");
        require(Saturation is >= 0 and <= 1, $"{path}.saturation", "lies from 0 to 1");
        require(Hue is >= 0 and <= 180, $"{path}.hue", "lies from 0 to 180");
        require(ChannelGain is >= 0 and < 1, $"{path}.channelGain", "lies in [0, 1)");
        require(Cutout is >= 0 and < 1, $"{path}.cutout", "lies in [0, 1)");
        require(Mixup is >= 0 and <= 10, $"{path}.mixup", "lies from 0 to 10");
    }
}
