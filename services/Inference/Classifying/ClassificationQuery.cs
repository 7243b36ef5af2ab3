using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Inference.Classifying;

/// <summary>What may be said in the address of a request.</summary>
internal sealed record ClassificationQuery(
    [property: FromQuery(Name = "explain")]
    [property: Description("Add the activation map: where in the image each class's logit comes from.")]
    bool? Explain,
    [property: FromQuery(Name = "model")]
    [property: Description("'champion' (default), or the number of the version that serves.")]
    string? Model);
