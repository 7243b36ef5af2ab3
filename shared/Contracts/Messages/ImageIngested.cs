namespace Lesion.Contracts;

/// <summary>
/// A dropped file was checked and stored under its content's hash. Published once or more for every drop, also when the
/// same bytes were known already, because every drop may bring a label.
/// </summary>
public sealed record ImageIngested
{
    /// <summary>Lower-case hexadecimal SHA-256 of the file's bytes.</summary>
    public required string ImageId { get; init; }

    /// <summary>The original bytes.</summary>
    public required ObjectReference Image { get; init; }

    /// <summary><c>jpeg</c>, <c>png</c>, <c>webp</c>, <c>tiff</c> or <c>bmp</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Pixels across, as displayed, orientation applied.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels down, as displayed, orientation applied.</summary>
    public required int Height { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The drop that brought it.</summary>
    public required DropRecord Drop { get; init; }
}
