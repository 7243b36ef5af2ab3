namespace Lesion.Imaging;

/// <summary>
/// Tells warnings of libjpeg that mean lost pixels from those that mean a camera with habits of its own: some phones write
/// parameters that a sequential JPEG should not have, or stray bytes between two segments.
/// </summary>
internal static class JpegWarnings
{
    private const string Source = "VipsJpeg: ";

    private static readonly string[] Harmless =
    [
        "extraneous bytes before marker",
        "Invalid SOS parameters for sequential JPEG",
        "unknown JFIF revision number",
        "Unknown Adobe color transform code",
    ];

    /// <summary>Whether every warning in a message of libvips is harmless; a message without any is not.</summary>
    public static bool AreHarmless(string message)
    {
        var warnings = message.Split('\n').Where(line => line.StartsWith(Source, StringComparison.Ordinal)).ToArray();
        return warnings.Length > 0
            && warnings.All(warning => Harmless.Any(known => warning.Contains(known, StringComparison.Ordinal)));
    }
}
