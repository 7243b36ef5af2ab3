namespace Lesion.Imaging;

/// <summary>How a canonical image becomes the input of a network; stands in the model's manifest.</summary>
public sealed record NetworkInputRecipe
{
    /// <summary>The side S of the square input in pixels. Default 224.</summary>
    public int Size { get; init; } = 224;

    /// <summary>The filter that resizes: <c>lanczos3</c> (default), <c>cubic</c> or <c>linear</c>.</summary>
    public string Filter { get; init; } = "lanczos3";
}
