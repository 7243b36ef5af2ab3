namespace Lesion.Gateway.Http;

/// <summary>A request that cannot be carried out as it stands; becomes problem details.</summary>
/// <param name="code">In camel case; the problem's type is the same in kebab case.</param>
/// <param name="message">What is wrong with what, and what to do.</param>
internal sealed class BadRequestException(string code, string message, int status = StatusCodes.Status400BadRequest)
    : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
