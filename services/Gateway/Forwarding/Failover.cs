using Lesion.Gateway.Http;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Lesion.Gateway.Forwarding;

/// <summary>
/// Tries the next instance where one refused the connection, before which no byte of the body was sent; answers with a remedy
/// where none is left, or where one failed later.
/// </summary>
internal sealed class Failover(RequestDelegate next, IOptions<ReplicaOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var forwarding = context.GetReverseProxyFeature();
        for (var candidates = forwarding.AvailableDestinations; candidates.Count > 0;)
        {
            forwarding.AvailableDestinations = candidates;
            await next(context);
            var failure = context.GetForwarderErrorFeature();
            if (failure is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            if (!WasRefused(failure))
            {
                await AnswerAsync(context, failure.Error);
                return;
            }

            candidates = [.. candidates.Where(candidate => candidate != forwarding.ProxiedDestination)];
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
        }

        await AnswerAsync(context, ForwarderError.NoAvailableDestinations);
    }

    private static bool WasRefused(IForwarderErrorFeature failure) =>
        failure is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } };

    private Task AnswerAsync(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.NoAvailableDestinations => UnavailableAsync(context),
        ForwarderError.RequestTimedOut => AnswerAsync(
            context,
            "inferenceTimeout",
            $"No inference instance answered within {options.Value.ForwardTimeout} (Lesion:Inference:ForwardTimeout): try again, or run more of them.",
            StatusCodes.Status504GatewayTimeout),
        ForwarderError.RequestBodyClient => AnswerAsync(
            context, "badRequest", "The body of the request ended early: send it again.", StatusCodes.Status400BadRequest),
        _ => AnswerAsync(
            context,
            "inferenceFailed",
            "The inference instance that had the request went away before it answered: ask again.",
            StatusCodes.Status502BadGateway),
    };

    private Task UnavailableAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{Math.Ceiling(options.Value.ProbeInterval.TotalSeconds)}";
        var message = options.Value.Addresses.Count == 0
            ? ReplicaHealthCheck.NoneConfigured
            : "No inference instance is ready: try again in a moment; /health/ready of each says what it lacks.";
        return AnswerAsync(context, "inferenceUnavailable", message, StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Problem details, and under <c>/v2</c> the error of its protocol.</summary>
    private static Task AnswerAsync(HttpContext context, string code, string message, int status)
    {
        IResult answer = context.Request.Path.StartsWithSegments(ForwardedRoutes.OpenInferencePath)
            ? TypedResults.Json(new { error = message }, statusCode: status)
            : Problems.Problem(code, message, status);
        return answer.ExecuteAsync(context);
    }
}
