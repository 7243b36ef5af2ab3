using System.CommandLine;
using Lesion.Contracts;
using Lesion.Standalone.Verbs.Evaluating;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion evaluate</c>: a model's figures on labelled images, from ONNX Runtime alone.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<FileInfo> Model = new("--model")
    {
        Description = "The model.onnx.",
        HelpName = "FILE",
        Required = true,
        Validators = { CommonOptions.MustBeAFile },
    };

    private static readonly Option<FileInfo?> Against = new("--against")
    {
        Description = "Another model.onnx: also show how much better the first is on the same images, with the interval.",
        HelpName = "FILE",
        Validators = { CommonOptions.MustBeAFile },
    };

    private static readonly Option<DirectoryInfo> Images = new("--images")
    {
        Description = "The folder of images: DIR/<label>/*, or DIR/labels.csv, which then rules.",
        HelpName = "DIR",
        Required = true,
        Validators = { CommonOptions.MustBeAFolder },
    };

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "train, val or test of labels.csv; default test, else val, else all.",
        HelpName = "SPLIT",
        Validators = { CommonOptions.MustBeOneOf("train", "val", "test") },
    };

    private static readonly Option<FileInfo?> Json = new("--json")
    {
        Description = "Also write the figures as JSON.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluate a model on a folder of images.") { Model, Against, Images, Split, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new EvaluateOptions
        {
            Model = parsed.GetRequiredValue(Model),
            Against = parsed.GetValue(Against),
            Images = parsed.GetRequiredValue(Images),
            Split = parsed.GetValue(Split) is { } split ? Enum.Parse<Split>(split, ignoreCase: true) : null,
            Json = parsed.GetValue(Json),
        };
        return EvaluateVerb.RunAsync(options, cancellationToken);
    }
}
