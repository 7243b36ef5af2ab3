namespace Lesion.Gateway.Http;

/// <summary>An image that was put into the inbox.</summary>
/// <param name="ImageId">Lower-case hexadecimal SHA-256 of the file's bytes.</param>
/// <param name="Key">Where it lies in the inbox.</param>
public sealed record AcceptedImage(string ImageId, string Key);
