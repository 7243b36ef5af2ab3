using System.Globalization;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Inference;

/// <summary>Reads the card out of a model's metadata, and refuses what this build cannot do as the model asks.</summary>
internal sealed class ModelCardReader
{
    private static readonly string[] Filters = ["lanczos3", "cubic", "linear"];

    private readonly string _name;
    private readonly IReadOnlyDictionary<string, string> _metadata;

    private ModelCardReader(string name, IReadOnlyDictionary<string, string> metadata)
    {
        _name = name;
        _metadata = metadata;
    }

    /// <exception cref="ModelLoadException">An entry is missing, unreadable, or asks for something unknown.</exception>
    public static ModelCard Read(string name, IReadOnlyDictionary<string, string> metadata) =>
        new ModelCardReader(name, metadata).Read();

    private ModelCard Read()
    {
        var classes = ReadJson<string[]>(ModelMetadataKeys.Classes, Required(ModelMetadataKeys.Classes));
        if (classes.Length < 2 || classes.Distinct().Count() != classes.Length)
        {
            throw Wrong(ModelMetadataKeys.Classes, "it names fewer than two different classes");
        }

        var positive = Optional(ModelMetadataKeys.Positive);
        if (positive is not null && !classes.Contains(positive))
        {
            throw Wrong(ModelMetadataKeys.Positive, $"'{positive}' is none of its classes ({string.Join(", ", classes)})");
        }

        return new ModelCard
        {
            Classes = classes,
            Positive = positive,
            Threshold = Optional(ModelMetadataKeys.Threshold) is { } threshold
                ? Number(ModelMetadataKeys.Threshold, threshold)
                : null,
            ReferBand = ReferBand(),
            Temperature = Number(ModelMetadataKeys.Temperature, Required(ModelMetadataKeys.Temperature)),
            Input = Input(),
        };
    }

    private ModelInput Input()
    {
        var size = Integer(ModelMetadataKeys.InputSize, Required(ModelMetadataKeys.InputSize));
        if (size is < 1 or > 4096)
        {
            throw Wrong(ModelMetadataKeys.InputSize, $"{size} is no usable number of pixels");
        }

        var filter = Required(ModelMetadataKeys.InputFilter);
        if (!Filters.Contains(filter))
        {
            throw Wrong(ModelMetadataKeys.InputFilter, $"'{filter}' is none of {string.Join(", ", Filters)}");
        }

        var canonical = Required(ModelMetadataKeys.Canonical);
        if (ModelInputExtensions.CanonicalRecipeOf(canonical) is null)
        {
            throw Wrong(ModelMetadataKeys.Canonical, $"this version makes {CanonicalRecipe.Default.Id}, not '{canonical}'");
        }

        var views = Optional(ModelMetadataKeys.Views) is { } text ? Integer(ModelMetadataKeys.Views, text) : 1;
        if (views != 1)
        {
            throw Wrong(ModelMetadataKeys.Views, $"this version looks at one view of an image, not at {views}");
        }

        return new ModelInput { Size = size, Filter = filter, Canonical = canonical, Views = views };
    }

    private (double Low, double High)? ReferBand()
    {
        if (Optional(ModelMetadataKeys.ReferBand) is not { } text)
        {
            return null;
        }

        return ReadJson<double[]>(ModelMetadataKeys.ReferBand, text) is [var low, var high] && low <= high
            ? (low, high)
            : throw Wrong(ModelMetadataKeys.ReferBand, $"'{text}' is no [low, high]");
    }

    private string? Optional(string key) => _metadata.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    private string Required(string key) => Optional(key) ?? throw Wrong(key, "it is missing");

    private double Number(string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(key, $"'{text}' is no number");

    private int Integer(string key, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(key, $"'{text}' is no whole number");

    private T ReadJson<T>(string key, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text) ?? throw new JsonException("it holds null");
        }
        catch (JsonException exception)
        {
            throw Wrong(key, exception.Message);
        }
    }

    private ModelLoadException Wrong(string key, string problem) => new(
        _name,
        $"'{key}' in its metadata: {problem}. Give a model.onnx that this version's 'lesion train' or training service wrote.");
}
