using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lesion.Inference.Protocol;

/// <summary>
/// <c>/v2</c>, the Open Inference Protocol (KServe v2) by HTTP, with Triton's binary tensors, configuration and index.
/// Sources: KServe, "Open Inference Protocol", HTTP/REST; Triton, its extensions "Binary Tensor Data", "Model Configuration" and
/// "Model Repository".
/// </summary>
internal static class ProtocolEndpoints
{
    private static readonly string[] Extensions = ["binary_tensor_data", "model_configuration", "schedule_policy"];

    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void AddOpenInference(this IServiceCollection services)
    {
        services.AddOptions<ProtocolOptions>()
            .BindConfiguration(ProtocolOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GraphModel>();
        services.AddSingleton<PictureModel>();
        services.AddSingleton<ServedModels>();
        services.AddSingleton<InferDoor>();
    }

    public static void MapOpenInference(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/v2").AddEndpointFilter<RouteGroupBuilder, ProtocolErrors>().WithTags("Open Inference Protocol");
        v2.MapGet("", () => Json(Server)).WithSummary("What this server is, and which extensions it has");
        v2.MapGet("/health/live", () => Json(new { Live = true })).WithSummary("Whether the server answers");
        v2.MapGet("/health/ready", (ServedModels models) => Json(new { Ready = models.AreReady }, Status(models.AreReady)))
            .WithSummary("Whether a model serves: 200, else 400");
        v2.MapPost("/repository/index", (ServedModels models) => Json(models.All.Select(IndexEntry)))
            .WithSummary("List the models that serve");

        v2.MapGet("/models/{name}", (string name, ServedModels models) => Json(models.Describe(name, null).Metadata))
            .WithSummary("What a model takes and gives");
        v2.MapGet("/models/{name}/ready", (string name, ServedModels models) => Ready(models, name, null))
            .WithSummary("Whether a model serves: 200, else 400 or 404");
        v2.MapGet("/models/{name}/config", (string name, ServedModels models) => Json(models.Describe(name, null).Config))
            .WithSummary("A model's configuration in Triton's words");
        v2.MapPost("/models/{name}/infer", (HttpContext context, string name, InferDoor door) => door.InferAsync(context, name, null))
            .WithSummary("Ask a model").WithDescription(
                "'lesion' is the network itself: rows [-1, S, S, 3] of UINT8; 'lesion-images' classifies encoded pictures, "
                + "sent as binary BYTES. Errors are {\"error\": \"…\"}.");
        v2.MapVersions();
        v2.Map("/{**path}", NotFound).ExcludeFromDescription();
    }

    private static object Server => new
    {
        Name = "lesion",
        Version = typeof(ProtocolEndpoints).Assembly.GetName().Version!.ToString(3),
        Extensions,
    };

    private static void MapVersions(this RouteGroupBuilder v2)
    {
        var versions = v2.MapGroup("/models/{name}/versions/{version}");
        versions.MapGet("", (string name, string version, ServedModels models) => Json(models.Describe(name, version).Metadata))
            .WithSummary("What a version of a model takes and gives");
        versions.MapGet("/ready", (string name, string version, ServedModels models) => Ready(models, name, version))
            .WithSummary("Whether a version serves: 200, else 400 or 404");
        versions.MapGet("/config", (string name, string version, ServedModels models) => Json(models.Describe(name, version).Config))
            .WithSummary("A version's configuration in Triton's words");
        versions.MapPost(
                "/infer", (HttpContext context, string name, string version, InferDoor door) => door.InferAsync(context, name, version))
            .WithSummary("Ask a version of a model, and no other");
    }

    private static JsonHttpResult<object> Ready(ServedModels models, string name, string? version)
    {
        if (models.AreReady)
        {
            models.Describe(name, version);
        }

        return Json(new { Name = name, Ready = models.AreReady }, Status(models.AreReady));
    }

    private static object IndexEntry(ModelDescription model) =>
        new { model.Name, Version = $"{model.Version}", State = "READY", Reason = "" };

    private static void NotFound(HttpContext context) => throw new ProtocolException(
        $"There is no {context.Request.Method} {context.Request.Path}; what there is stands in /openapi/v1.json.", StatusCodes.Status404NotFound);

    /// <summary>The protocol wants 4xx of a probe that finds nothing ready.</summary>
    private static int Status(bool isReady) => isReady ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;

    private static JsonHttpResult<object> Json(object value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, SnakeCase, statusCode: status);
}
