using System.Text.Json;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Learning.Training.Recipe;

/// <summary>
/// How a model is made, as data: it stands in the model's manifest with every value, and can be given back to train again.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>The preset that these values began as; says nothing else.</summary>
    public string Preset { get; init; } = TrainingPresets.FastName;

    /// <summary>The pretrained weights by name, which imply the network. Default: ResNet-34 up to its third stage.</summary>
    public string Weights { get; init; } = "resnet34-imagenet-folded-fp16";

    /// <summary>The stages whose output is pooled into features. Default: <c>layer2</c> and <c>layer3</c>.</summary>
    public IReadOnlyList<string> Taps { get; init; } = ["layer2", "layer3"];

    /// <summary>Pool the standard deviation of each channel beside its mean. Default: yes.</summary>
    public bool PoolDeviation { get; init; } = true;

    /// <summary>How the canonical image becomes the network's input.</summary>
    public NetworkInputRecipe Input { get; init; } = new();

    /// <summary>The augmented views that are trained on beside the plain image; null trains on the plain image alone.</summary>
    public ViewRecipe? Views { get; init; } = new();

    public ProbeRecipe Probe { get; init; } = new();

    /// <summary>Fine-tuning from the probe's head; null (the default) keeps the trunk frozen.</summary>
    public FineTuneRecipe? FineTune { get; init; }

    public DecisionRecipe Decision { get; init; } = new();

    /// <summary>Reads a recipe; what it does not name has its default.</summary>
    /// <exception cref="TrainingException">It is no recipe, or has values that cannot be.</exception>
    public static TrainingRecipe Parse(JsonElement json)
    {
        try
        {
            var recipe = json.Deserialize<TrainingRecipe>(Strict)
                ?? throw new TrainingException("The recipe is null. Leave it out to train with a preset.");
            return recipe.Checked();
        }
        catch (JsonException exception)
        {
            throw new TrainingException($"This is no training recipe: {exception.Message}", exception);
        }
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Strict);

    /// <exception cref="TrainingException">A value cannot be; the message names it.</exception>
    public TrainingRecipe Checked()
    {
        Require(Taps.Count > 0, "taps", "names at least one stage");
        Require(Input.Size is >= 32 and <= 1024, "input.size", "lies from 32 to 1024");
        Require(Input.Filter is "lanczos3" or "cubic" or "linear", "input.filter", "is one of lanczos3, cubic, linear");
        Require(Views is null || Views.Size == Input.Size, "views.size", $"is that of the input, {Input.Size}");
        Require(Views is null || Views.Views is >= 1 and <= 64, "views.views", "lies from 1 to 64; null trains on the plain image alone");
        Require(Probe.Penalties.Count > 0 && Probe.Penalties.All(p => p > 0), "probe.penalties", "are one or more, all above 0");
        Require(Decision.RequiredSensitivity is null or (> 0 and <= 1), "decision.requiredSensitivity", "lies above 0 and at most at 1");
        Require(Decision.ReferShare is >= 0 and < 1, "decision.referShare", "lies in [0, 1)");
        FineTune?.Check(Require);
        return this;
    }

    private static readonly JsonSerializerOptions Strict = new(LesionJson.Options)
    {
        // A misspelt key would train something else than was asked for.
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never,
    };

    private static void Require(bool holds, string name, string must)
    {
        if (!holds)
            throw new TrainingException($"The recipe's '{name}' must be so that it {must}.");
    }
}
