namespace Lesion.Inference.Classifying;

/// <summary>A request that cannot be carried out as it stands.</summary>
internal sealed class RefusedRequestException(string code, int status, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
