namespace Lesion.Imaging;

/// <summary>What was done to the original to get one view; recorded with the view.</summary>
/// <param name="CropX">Left edge of the crop as a share of the picture's width; likewise the next three.</param>
/// <param name="CropY">Top edge as a share of the height.</param>
/// <param name="CropWidth">Width of the crop as a share of the picture's width.</param>
/// <param name="CropHeight">Height of the crop as a share of the picture's height.</param>
/// <param name="Rotation">Degrees by which the crop is turned about its centre; what lies outside is mirrored in.</param>
/// <param name="FlipHorizontal">Left and right are exchanged.</param>
/// <param name="FlipVertical">Top and bottom are exchanged.</param>
/// <param name="Brightness">A factor on every channel.</param>
/// <param name="Contrast">A factor on the distance from the mean luminance.</param>
/// <param name="Saturation">A factor on the distance from grey.</param>
/// <param name="Hue">Degrees by which the hue is turned.</param>
public sealed record ViewParameters(
    double CropX,
    double CropY,
    double CropWidth,
    double CropHeight,
    double Rotation,
    bool FlipHorizontal,
    bool FlipVertical,
    double Brightness,
    double Contrast,
    double Saturation,
    double Hue);
