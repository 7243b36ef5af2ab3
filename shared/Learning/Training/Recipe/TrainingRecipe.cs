using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Weights.Library;
using Lesion.Storage;

namespace Lesion.Learning.Training.Recipe;

/// <summary>
/// How a model is made, as data: it stands in the model's manifest with every value, and can be given back to train again.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>Among <see cref="Taps"/>, the network's topmost convolutional stage, whatever its name.</summary>
    public const string TopTap = "top";

    /// <summary>The preset that these values began as; says nothing else.</summary>
    public string Preset { get; init; } = TrainingPresets.FastName;

    /// <summary>The pretrained weights, by name or file. Default: ResNet-34 up to its third stage.</summary>
    public string Weights { get; init; } = "resnet34-imagenet-folded-fp16";

    /// <summary>The network, where the weights do not imply it; null (the default) takes theirs.</summary>
    public string? Network { get; init; }

    /// <summary>The stages whose output is pooled into features; <c>top</c> is the topmost; null (the default) takes two that
    /// suit the network. A plan has their names.</summary>
    public IReadOnlyList<string>? Taps { get; init; }

    /// <summary>Further trunks, whose features are put beside the first's; their stages are trained alike. Default: none.</summary>
    public IReadOnlyList<CompanionRecipe> Companions { get; init; } = [];

    /// <summary>Pool the standard deviation of each channel beside its mean. Default: yes.</summary>
    public bool PoolDeviation { get; init; } = true;

    /// <summary>
    /// Pool each channel's mean about the image's centre too, where dermoscopy has the lesion: weighted by a Gaussian of this
    /// standard deviation, in halves of the image's sides. Default (null): no.
    /// </summary>
    public double? PoolCentre { get; init; }

    /// <summary>What makes logits of the features. Default: a linear layer.</summary>
    public HeadPlan Head { get; init; } = new();

    /// <summary>What the stages compute in while they are trained; what is predicted is float32 always, as it is served. Default: auto.</summary>
    public ComputePrecision Precision { get; init; }

    /// <summary>How the canonical image becomes the network's input.</summary>
    public NetworkInputRecipe Input { get; init; } = new();

    /// <summary>The augmented views whose features are cached beside the plain image's; null (the default) caches the plain image's alone.</summary>
    public ViewRecipe? Views { get; init; }

    /// <summary>What is trained, in order. Default: a probe alone.</summary>
    public IReadOnlyList<PhaseRecipe> Phases { get; init; } = [new ProbeRecipe()];

    public CrossValidationRecipe CrossValidation { get; init; } = new();

    /// <summary>Finds rate and batch size first; null (the default) takes the recipe's.</summary>
    public SearchRecipe? Search { get; init; }

    /// <summary>
    /// The orientations that an answer is the mean of: 1 (the default), 2, 4 or 8 of the image, and as many of its middle where
    /// <see cref="Input"/> has a crop.
    /// </summary>
    public int TestViews { get; init; } = 1;

    public DecisionRecipe Decision { get; init; } = new();

    /// <summary>R: the rows that the network is shown of an image, whose mean is the answer.</summary>
    [JsonIgnore]
    public int TestRows => TestViews * Input.Crops;

    /// <summary>The probe, where the recipe has one: it is the first phase.</summary>
    [JsonIgnore]
    public ProbeRecipe? Probe => Phases is [ProbeRecipe probe, ..] ? probe : null;

    /// <summary>The phases that train by gradient, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrainRecipe> TrainPhases => [.. Phases.OfType<TrainRecipe>()];

    /// <summary>What <see cref="Weights"/> and <see cref="Network"/> name.</summary>
    /// <exception cref="TrainingException">There are no such weights.</exception>
    [JsonIgnore]
    public PretrainedWeights PretrainedWeights => WeightsOf(Weights, Network);

    /// <summary>Those of the trunk and of its companions, in this order.</summary>
    /// <exception cref="TrainingException">There are no such weights.</exception>
    [JsonIgnore]
    public IReadOnlyList<PretrainedWeights> AllWeights =>
        [PretrainedWeights, .. Companions.Select(companion => WeightsOf(companion.Weights, companion.Network))];

    /// <summary>The names of all weights, for people.</summary>
    [JsonIgnore]
    public string Trunks => string.Join(" + ", AllWeights.Select(weights => weights.Name));

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

    /// <summary>The same with another number of epochs for every phase that trains by gradient.</summary>
    /// <param name="epochs">0 leaves such phases out.</param>
    public TrainingRecipe WithEpochs(int epochs)
    {
        if (epochs == 0)
            return this with { Phases = [Probe ?? new ProbeRecipe()] };
        var phases = TrainPhases.Count > 0 ? Phases : [.. Phases, new TrainRecipe()];
        return this with { Phases = [.. phases.Select(phase => phase is TrainRecipe train ? train with { Epochs = epochs } : phase)] };
    }

    /// <summary>
    /// The same with other weights, and without companions. Stages of another network are tapped where that is known to serve well, and an input of
    /// the size that the former weights were trained on becomes one of the size of the others.
    /// </summary>
    public TrainingRecipe WithWeights(PretrainedWeights weights)
    {
        var former = PretrainedWeights;
        var size = Input.Size == former.InputSize ? weights.InputSize : Input.Size;
        var top = Taps is [TopTap];
        return this with
        {
            Weights = weights.Name,
            Network = weights.Network,
            Taps = weights.Network == former.Network || top ? Taps : null,
            Companions = [],
            Input = Input with { Size = size },
            Views = Views is { } views ? views with { Size = size } : null,
        };
    }

    /// <summary>The same with another head; where nothing would train it, a phase that trains the head alone is added.</summary>
    public TrainingRecipe WithHead(HeadPlan head)
    {
        var recipe = this with { Head = head };
        return head.Kind is HeadKind.Linear || TrainPhases.Count > 0
            ? recipe
            : recipe with { Phases = [.. Phases, TrainingPresets.HeadAlone] };
    }

    /// <exception cref="TrainingException">A value cannot be; the message names it.</exception>
    public TrainingRecipe Checked()
    {
        Require(Taps is null or { Count: > 0 }, "taps", "names at least one stage, or is null");
        Require(Companions.Count <= 4, "companions", "are at most 4");
        Require(PoolCentre is null or (>= 0.05 and <= 10), "poolCentre", "lies from 0.05 to 10, or is null");
        Require(Input.Size is >= 32 and <= 1024, "input.size", "lies from 32 to 1024");
        Require(Input.Filter is "lanczos3" or "cubic" or "linear", "input.filter", "is one of lanczos3, cubic, linear");
        Require(Input.CentreCrop is null or (> 0 and < 1), "input.centreCrop", "lies between 0 and 1, or is null");
        Require(Views is null || Views.Size == Input.Size, "views.size", $"is that of the input, {Input.Size}");
        Require(Views is null || Views.Views is >= 1 and <= 64, "views.views", "lies from 1 to 64; null trains on the plain image alone");
        Require(TestTimeViews.IsAllowed(TestViews), "testViews", "is 1, 2, 4 or 8");
        Require(Decision.RequiredSensitivity is null or (> 0 and <= 1), "decision.requiredSensitivity", "lies above 0 and at most at 1");
        Require(Decision.ReferShare is >= 0 and < 1, "decision.referShare", "lies in [0, 1)");
        Require(Decision.NoveltyShare is >= 0 and < 1, "decision.noveltyShare", "lies in [0, 1)");
        Require(Head.Hidden is >= 1 and <= 65536, "head.hidden", "lies from 1 to 65536");
        Require(Head.Dropout is >= 0 and < 1, "head.dropout", "lies in [0, 1)");
        CheckPhases();
        CrossValidation.Check(Require);
        Search?.Check(Require);
        return this;
    }

    private static PretrainedWeights WeightsOf(string weights, string? network)
    {
        try
        {
            return PretrainedWeights.Named(weights, network);
        }
        catch (ArgumentException exception)
        {
            throw new TrainingException($"The recipe's weights cannot be had: {exception.Message}", exception);
        }
    }

    private void CheckPhases()
    {
        Require(Phases.Count is >= 1 and <= 16, "phases", "are 1 to 16");
        Require(Phases.Skip(1).All(phase => phase is TrainRecipe), "phases", "have a probe in the first place only");
        Require(
            Head.Kind is HeadKind.Linear || TrainPhases.Count > 0, "phases", $"have one of kind 'train', which alone trains a head of kind '{Head.Kind}'");
        Require(Search is null || TrainPhases.Count > 0, "search", "is null where no phase is of kind 'train'");
        for (var i = 0; i < Phases.Count; i++)
            Phases[i].Check(Require, $"phases[{i}]");
    }

    private static readonly JsonSerializerOptions Strict = new(LesionJson.Options)
    {
        // A misspelt key would train something else than was asked for.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        AllowOutOfOrderMetadataProperties = true,
    };

    private static void Require(bool holds, string name, string must)
    {
        if (!holds)
            throw new TrainingException($"The recipe's '{name}' must be so that it {must}.");
    }
}
