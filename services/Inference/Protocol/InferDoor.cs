using Lesion.Inference.Classifying;
using Lesion.Inference.Protocol.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Protocol;

/// <summary>Takes inference requests: reads the body within its limits, answers within the time allowed.</summary>
internal sealed class InferDoor(
    ServedModels models,
    HttpAdmission admission,
    IOptions<InferenceOptions> inference,
    IOptions<ProtocolOptions> protocol,
    TimeProvider time)
{
    public async Task InferAsync(HttpContext context, string name, string? version)
    {
        using var admitted = admission.Enter();
        using var deadline = new CancellationTokenSource(inference.Value.RequestTimeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            var (model, target, description) = await models.FindAsync(name, version, ends.Token);
            using var body = await ReadBodyAsync(context, ends.Token);
            var jsonLength = JsonLength(context.Request);
            var request = jsonLength == 0
                ? InferRequest.OfRaw(description.Input, body.Memory)
                : InferRequestReader.Read(body.Memory, jsonLength);
            if (request.Parameters.Timeout is { } timeout && timeout < inference.Value.RequestTimeout)
            {
                deadline.CancelAfter(timeout);
            }

            var answer = await model.InferAsync(request, target, ends.Token);
            await InferResponseWriter.WriteAsync(context.Response, name, request, answer, context.RequestAborted);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                "No answer within the request's 'timeout' or Lesion:Inference:RequestTimeout: try again, or run more inference instances.");
        }
    }

    private Task<PooledBody> ReadBodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProtocolException(
                $"The body is encoded as '{context.Request.Headers.ContentEncoding}': send it as it is.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = protocol.Value.MaxBodyBytes;
        }

        return PooledBody.ReadAsync(context.Request, protocol.Value.MaxBodyBytes, cancellationToken);
    }

    private static int? JsonLength(HttpRequest request)
    {
        var header = request.Headers[ProtocolHeaders.JsonLength];
        if (header.Count == 0)
        {
            return null;
        }

        return int.TryParse(header, out var length)
            ? length
            : throw new ProtocolException($"{ProtocolHeaders.JsonLength} is '{header}', and no whole number.");
    }
}
