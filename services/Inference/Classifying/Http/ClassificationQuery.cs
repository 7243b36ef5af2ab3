using System.ComponentModel;
using Lesion.Inference.Batching;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Inference.Classifying;

/// <summary>What may be said in the address of a request.</summary>
internal sealed record ClassificationQuery(
    [property: FromQuery(Name = "explain")]
    [property: Description("Add the activation map: where in the image each class's logit comes from.")]
    bool? Explain,
    [property: FromQuery(Name = "model")]
    [property: Description("'champion' (default), 'challenger', or the number of a version.")]
    string? Model,
    [property: FromQuery(Name = "views")]
    [property: Description("The orientations in which the network is shown the image: 1, 2, 4 or 8, at most the model's own (default). Fewer are faster.")]
    int? Views,
    [property: FromQuery(Name = "priority")]
    [property: Description("'interactive' (default), or 'bulk', which goes when nobody waits.")]
    string? Priority,
    [property: FromQuery(Name = "imageId")]
    [property: Description("Classify an image again that was kept, instead of one in the body: 410 where it was not.")]
    string? ImageId)
{
    /// <exception cref="RefusedRequestException">The priority means nothing.</exception>
    /// <exception cref="Serving.ModelNotServedException">The text names no model.</exception>
    public ClassificationRequest ToRequest() => new()
    {
        Target = ClassificationRequest.TargetOf(Model),
        Views = Views,
        WithActivationMap = Explain ?? false,
        Priority = Priority switch
        {
            null or "interactive" => RequestPriority.Interactive,
            "bulk" => RequestPriority.Bulk,
            _ => throw new RefusedRequestException(
                "badPriority", StatusCodes.Status400BadRequest, $"'priority' is 'interactive' or 'bulk', not '{Priority}'."),
        },
    };
}
