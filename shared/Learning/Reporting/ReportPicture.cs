namespace Lesion.Learning.Reporting;

/// <summary>An image as the report shows it, both as JPEG.</summary>
/// <param name="Picture">As the network sees it.</param>
/// <param name="Overlay">The same under the activation map of the class decided for.</param>
public sealed record ReportPicture(string ImageId, byte[] Picture, byte[] Overlay);
