namespace Lesion.Inference.Serving;

/// <summary>What to do where nothing serves.</summary>
internal static class NoModelText
{
    public const string NotTrained =
        "There is no model yet: drop labelled images into the inbox, then train one with POST /v1/trainings or by publishing RetrainRequested.";

    public static string Of(ServingState state) => state switch
    {
        { Looked: false } => "The model is still being fetched: try again in a moment.",
        { Error: { } error } => $"No model serves. {error}",
        _ => NotTrained,
    };
}
