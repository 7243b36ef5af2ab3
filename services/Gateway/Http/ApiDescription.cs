using System.Text.Json.Nodes;
using Lesion.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace Lesion.Gateway.Http;

/// <summary>The API's description, and a page to read it that needs nothing from outside.</summary>
internal static class ApiDescription
{
    private const string Document = "v1";

    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(TrainingOrder)] = """{ "preset": "fast", "seed": 1, "budgetMinutes": 10 }""",
        [typeof(LabelChange)] = """{ "label": "malignant" }""",
        [typeof(PromotionOrder)] = """{ "by": "anna", "reason": "Version 8 misses too many melanomas." }""",
        [typeof(Classification)] = """
            {
              "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "label": "malignant", "decision": "refer", "reasons": ["uncertain"], "threshold": 0.41,
              "probabilities": { "benign": 0.41, "malignant": 0.59 }, "novelty": 0.61,
              "model": { "name": "lesion", "version": 7 },
              "timings": { "queueMs": 0.3, "computeMs": 31.2, "totalMs": 33.0 }
            }
            """,
    };

    public static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(Document, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Lesion";
                document.Info.Description = "Drop labelled photographs of skin lesions, retrain, classify. A research and"
                    + " engineering tool, no medical device: it must not be used to diagnose or to decide on treatment.";
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (Examples.TryGetValue(context.JsonTypeInfo.Type, out var example))
                {
                    schema.Examples = [JsonNode.Parse(example)!];
                }

                return Task.CompletedTask;
            });
        });

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", options => options
            .WithTitle("Lesion")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
    }
}
