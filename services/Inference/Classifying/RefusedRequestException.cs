namespace Lesion.Inference.Classifying;

/// <summary>A request that cannot be carried out as it stands.</summary>
internal sealed class RefusedRequestException(string code, int status, string message) : Exception(message)
{
    /// <summary>What was given as the id of an image is none.</summary>
    public static RefusedRequestException BadImageId => new(
        "badImageId",
        StatusCodes.Status400BadRequest,
        $"'imageId' takes {ImageId.Length} lower-case hexadecimal digits, the SHA-256 of the image.");

    public string Code { get; } = code;

    public int Status { get; } = status;
}
