using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>Reads the card out of a model's metadata, and refuses what this build cannot do as the model asks.</summary>
internal static class ModelCardReader
{
    private const int MaxSize = 4096;
    private static readonly string[] Filters = ["lanczos3", "cubic", "linear"];

    /// <exception cref="ModelLoadException">An entry is missing, unreadable, or asks for something unknown.</exception>
    public static ModelCard Read(string name, IReadOnlyDictionary<string, string> metadata)
    {
        ModelCard card;
        try
        {
            card = ModelCard.Parse(metadata);
        }
        catch (InvalidDataException exception)
        {
            throw Unusable(name, exception.Message);
        }

        return Problem(card) is { } problem ? throw Unusable(name, problem) : card;
    }

    private static string? Problem(ModelCard card)
    {
        var input = card.Input;
        return card switch
        {
            { Classes.Count: < 2 } => "it names fewer than two classes.",
            _ when card.Classes.Distinct().Count() != card.Classes.Count => "it names a class twice.",
            { Positive: { } positive } when !card.Classes.Contains(positive) =>
                $"its positive class '{positive}' is none of its classes ({string.Join(", ", card.Classes)}).",
            { ReferBand: { } band } when band is not [var low, var high] || !(low <= high) =>
                $"its refer band [{string.Join(", ", band)}] is no [low, high].",
            { ReferBelow: not (null or >= 0 and <= 1) } => $"it refers what is below {card.ReferBelow}, which is no probability.",
            _ when input.Size is < 1 or > MaxSize => $"its input size {input.Size} is no usable number of pixels.",
            _ when !Filters.Contains(input.Filter) => $"its filter '{input.Filter}' is none of {string.Join(", ", Filters)}.",
            _ when input.CanonicalRecipe() is null =>
                $"it sees images in the canonical form '{input.Canonical}'; this version makes '{CanonicalRecipe.Default.Id}'.",
            _ when input.CentreCrop is <= 0 or > 1 or double.NaN =>
                $"it crops the middle {input.CentreCrop} of an image; a crop's side is above 0 and at most 1.",
            _ when !TestTimeViews.IsAllowed(card.TestViews) =>
                $"it asks for {card.TestViews} test-time views of an image; there are 1, 2, 4 or 8.",
            _ when !(card.Temperature > 0 && double.IsFinite(card.Temperature)) =>
                $"its temperature {card.Temperature} is no positive number.",
            _ => null,
        };
    }

    private static ModelLoadException Unusable(string name, string problem) => new(
        name, $"{problem} Give a model.onnx that this version's 'lesion train' or training service wrote.");
}
