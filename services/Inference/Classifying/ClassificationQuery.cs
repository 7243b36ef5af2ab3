using System.ComponentModel;

namespace Lesion.Inference.Classifying;

/// <param name="Explain">Add the activation map: where in the image each class's logit comes from.</param>
/// <param name="Model">The alias, <c>champion</c>, or the version that serves.</param>
internal sealed record ClassificationQuery(
    [property: Description("Add the activation map: where in the image each class's logit comes from.")] bool? Explain,
    [property: Description("'champion' (default), or the number of the version that serves.")] string? Model);
