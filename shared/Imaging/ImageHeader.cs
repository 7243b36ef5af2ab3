namespace Lesion.Imaging;

/// <summary>What the header of an accepted picture says.</summary>
/// <param name="Format">The format of the bytes, whatever the file is called.</param>
/// <param name="Width">Width in pixels as displayed, that is with the EXIF orientation applied.</param>
/// <param name="Height">Height in pixels as displayed.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height);
