namespace Lesion.Gateway.Http;

/// <summary>What preparing an image found.</summary>
/// <param name="Width">Pixels across of the canonical form's original, orientation applied.</param>
/// <param name="Height">Pixels down, orientation applied.</param>
/// <param name="PerceptualHash">256 bits as 64 hexadecimal digits.</param>
/// <param name="Sharpness">Variance of the Laplacian of the luminance; higher is sharper.</param>
/// <param name="Exposure">Mean luminance in [0, 1].</param>
public sealed record ImageMeasures(int Width, int Height, string PerceptualHash, double Sharpness, double Exposure);
