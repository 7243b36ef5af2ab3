using System.CommandLine;
using Lesion.Standalone.Verbs;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion classify</c>: pictures, by a model file or by a server.</summary>
internal static class ClassifyCommand
{
    private static readonly Argument<FileInfo[]> Images = new("IMAGE")
    {
        Description = "The pictures.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<FileInfo?> Model = new("--model")
    {
        Description = "A model.onnx.",
        HelpName = "FILE",
        Validators = { CommonOptions.MustBeAFile },
    };

    private static readonly Option<Uri?> Server = new("--server")
    {
        Description = "A server such as http://localhost:8080.",
        HelpName = "URL",
        CustomParser = CommonOptions.Server,
    };

    private static readonly Option<DirectoryInfo?> Explain = new("--explain")
    {
        Description = "A folder for a picture of what spoke for the answer, one an image.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("classify", "Classify pictures.") { Images, Model, Server, Explain };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Images) is not { Tokens.Count: > 0 })
            {
                result.AddError("Name at least one IMAGE.");
            }

            if (result.GetResult(Model) is null == result.GetResult(Server) is null)
            {
                result.AddError("Give either --model FILE or --server URL.");
            }
        });
        command.SetAction((parsed, cancellationToken) => ClassifyVerb.RunAsync(
            new ClassifyOptions
            {
                Images = parsed.GetRequiredValue(Images),
                Model = parsed.GetValue(Model),
                Server = parsed.GetValue(Server),
                Explain = parsed.GetValue(Explain),
            },
            cancellationToken));
        return command;
    }
}
