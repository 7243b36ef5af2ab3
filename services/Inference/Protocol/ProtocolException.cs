namespace Lesion.Inference.Protocol;

/// <summary>A request under <c>/v2</c> that cannot be carried out as it stands; becomes <c>{"error": message}</c>.</summary>
internal sealed class ProtocolException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status { get; } = status;
}
