using System.CommandLine;
using System.CommandLine.Parsing;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Weights.Library;
using Lesion.Standalone.Verbs;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion train</c>: a model from a folder of images, without a server.</summary>
internal static class TrainCommand
{
    private static readonly Option<DirectoryInfo> Images = new("--images")
    {
        Description = "The folder of images: DIR/<label>/*, or DIR/labels.csv, which then rules.",
        HelpName = "DIR",
        Required = true,
        Validators = { CommonOptions.MustBeAFolder },
    };

    private static readonly Option<DirectoryInfo?> Val = new("--val")
    {
        Description = "Another folder of images, only to be reported on.",
        HelpName = "DIR",
        Validators = { CommonOptions.MustBeAFolder },
    };

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = "Where model.onnx, manifest.json, card.html, report.json and report.html go.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string?> Preset = new("--preset")
    {
        Description = "frozen, fast (the default) or best.",
        HelpName = "PRESET",
        Validators = { CommonOptions.MustBeOneOf(TrainVerb.Presets) },
    };

    private static readonly Option<FileInfo?> Recipe = new("--recipe")
    {
        Description = "A whole recipe as JSON, such as a manifest holds; rules over the preset.",
        HelpName = "FILE",
        Validators = { CommonOptions.MustBeAFile },
    };

    private static readonly Option<string?> Network = new("--network")
    {
        Description = $"The network: {string.Join(", ", WeightCatalogue.Networks)}. Default: {WeightCatalogue.Networks[0]}.",
        HelpName = "NAME",
    };

    private static readonly Option<HeadPlan?> Head = new("--head")
    {
        Description = "What follows the network: linear (the default), or mlp[:UNITS], which is dropout, linear, ReLU, linear.",
        HelpName = "HEAD",
        CustomParser = HeadArgument.Parse,
    };

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = $"The weights that training begins with. A name: {string.Join(", ", WeightCatalogue.Names)}; all but the first are "
            + $"fetched once, or taken from the folder in {WeightLibrary.FolderVariable}. Or a file, .safetensors or PyTorch's .pth, whose "
            + "network --network says.",
        HelpName = "NAME|FILE",
    };

    private static readonly Option<int?> Epochs = new("--epochs")
    {
        Description = "Epochs of each phase that trains by gradient; 0 leaves such phases out.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--epochs", least: 0),
    };

    private static readonly Option<double?> Budget = new("--budget")
    {
        Description = "Minutes that training may take; picks the plan before it starts.",
        HelpName = "MIN",
        CustomParser = CommonOptions.NumberAboveZero("--budget"),
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Same seed, plan and threads: same model. Default 1, or a manifest's that --recipe names.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--seed", least: 0),
    };

    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Threads to train with. Default: as many as there are processors, or a manifest's that --recipe names.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--threads", least: 1),
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "cpu, cuda, or auto (the default): a GPU where there is one. cuda needs a build with -p:LesionGpu=true.",
        HelpName = "DEVICE",
        Validators = { CommonOptions.MustBeOneOf([.. Enum.GetNames<TrainingDevice>().Select(name => name.ToLowerInvariant())]) },
    };

    private static readonly Option<string?> Positive = new("--positive")
    {
        Description = "The positive class of two; else malignant, else melanoma.",
        HelpName = "LABEL",
    };

    private static readonly Option<string?> Licence = new("--licence")
    {
        Description = "Under which terms the model may be used, images included, for its card.",
        HelpName = "TEXT",
    };

    public static Command Create()
    {
        var command = new Command("train", "Train a model on a folder of images.")
        {
            Images, Val, Out, Preset, Recipe, Network, Head, Weights, Epochs, Budget, Seed, Threads, Device, Positive, Licence,
        };
        command.Validators.Add(CheckWeights);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new TrainOptions
        {
            Images = parsed.GetRequiredValue(Images).FullName,
            Val = parsed.GetValue(Val)?.FullName,
            Out = parsed.GetRequiredValue(Out).FullName,
            Preset = parsed.GetValue(Preset),
            Recipe = parsed.GetValue(Recipe)?.FullName,
            Weights = ChooseWeights(parsed.GetValue(Weights), parsed.GetValue(Network)),
            Head = parsed.GetValue(Head),
            Epochs = parsed.GetValue(Epochs),
            BudgetMinutes = parsed.GetValue(Budget),
            Seed = parsed.GetValue(Seed),
            Threads = parsed.GetValue(Threads),
            Device = Enum.Parse<TrainingDevice>(parsed.GetValue(Device) ?? nameof(TrainingDevice.Auto), ignoreCase: true),
            Positive = parsed.GetValue(Positive),
            Licence = parsed.GetValue(Licence),
        };
        return TrainVerb.RunAsync(options, cancellationToken);
    }

    private static void CheckWeights(CommandResult result)
    {
        try
        {
            if (ChooseWeights(result.GetValue(Weights), result.GetValue(Network)) is { IsFile: true } file)
            {
                WeightLibrary.Default.Find(file);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FileNotFoundException)
        {
            result.AddError($"{(result.GetValue(Weights) is null ? Network.Name : Weights.Name)}: {exception.Message}");
        }
    }

    /// <summary>Null leaves the choice to the recipe.</summary>
    private static PretrainedWeights? ChooseWeights(string? weights, string? network) => (weights, network) switch
    {
        (null, null) => null,
        (null, { } name) => WeightCatalogue.Of(name),
        ({ } file, _) when File.Exists(file) => PretrainedWeights.Named(Path.GetFullPath(file), network),
        ({ } name, _) => PretrainedWeights.Named(name, network),
    };
}
