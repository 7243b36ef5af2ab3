using System.CommandLine;
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
        Description = "Where model.onnx, manifest.json, report.json and report.html go.",
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
        Description = $"The backbone: {string.Join(", ", TrainVerb.Networks)}.",
        HelpName = "NAME",
        Validators = { CommonOptions.MustBeOneOf(TrainVerb.Networks) },
    };

    private static readonly Option<string?> Head = new("--head")
    {
        Description = $"What follows the backbone: {string.Join(", ", TrainVerb.Heads)}.",
        HelpName = "NAME",
        Validators = { CommonOptions.MustBeOneOf(TrainVerb.Heads) },
    };

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = "The pretrained weights that training begins with.",
        HelpName = "NAME",
        Validators = { CommonOptions.MustBeOneOf(TrainVerb.Weights) },
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
        Description = "Same seed, plan and threads: same model. Default 1.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--seed", least: 0),
    };

    private static readonly Option<string?> Positive = new("--positive")
    {
        Description = "The positive class of two; else malignant, else melanoma.",
        HelpName = "LABEL",
    };

    public static Command Create()
    {
        var command = new Command("train", "Train a model on a folder of images.")
        {
            Images, Val, Out, Preset, Recipe, Network, Head, Weights, Epochs, Budget, Seed, Positive,
        };
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
            Epochs = parsed.GetValue(Epochs),
            BudgetMinutes = parsed.GetValue(Budget),
            Seed = parsed.GetValue(Seed) ?? 1,
            Positive = parsed.GetValue(Positive),
        };
        return TrainVerb.RunAsync(options, cancellationToken);
    }
}
