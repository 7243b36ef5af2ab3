namespace Lesion.Imaging;

/// <summary>Why bytes are not accepted as a picture.</summary>
public enum BadImageReason
{
    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>Text, an archive, a document, or bytes of no known kind.</summary>
    NotAnImage,

    /// <summary>A picture, but of a format or variant that is not read, such as GIF or HEIC.</summary>
    UnsupportedFormat,

    /// <summary>More pixels, or a longer side, than <see cref="ImageLimits"/> allows.</summary>
    TooManyPixels,

    /// <summary>The bytes end early or are damaged.</summary>
    Truncated,

    /// <summary>Several frames or pages in one file.</summary>
    Animated,

    /// <summary>More bytes than the caller accepts; decided by the caller.</summary>
    TooLarge,
}
