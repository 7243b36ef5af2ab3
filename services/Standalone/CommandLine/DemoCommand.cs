using System.CommandLine;
using Lesion.Standalone.Demo;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion demo</c>: the main job, from the drop to the answer, in a fresh folder of its own.</summary>
internal static class DemoCommand
{
    private static readonly Option<DirectoryInfo?> Images = new("--images")
    {
        Description = "A folder DIR/<label>/* to use instead of painted images; its labels.csv, if any, rules.",
        HelpName = "DIR",
        Validators = { CommonOptions.MustBeAFolder },
    };

    private static readonly Option<int?> Paint = new("--paint")
    {
        Description = $"How many images to paint where --images is absent. Default {DemoOptions.DefaultPainted}.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--paint", least: 1),
    };

    private static readonly Option<string?> Positive = new("--positive")
    {
        Description = "The positive class of two; else malignant, else melanoma.",
        HelpName = "LABEL",
    };

    private static readonly Option<bool> Exit = new("--exit") { Description = "End when done instead of serving on." };

    private static readonly Option<FileInfo?> Json = new("--json")
    {
        Description = "Also write what is shown as JSON.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen. Default http://localhost:8080, or a free port where that is taken or with --exit.",
        HelpName = "URLS",
        Validators = { CommonOptions.MustBeAnAddress },
    };

    public static Command Create()
    {
        var command = new Command("demo", "Drop, prepare, train, publish, swap and classify, and show how it went.")
        {
            Images,
            Paint,
            Positive,
            Exit,
            Json,
            Urls,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new DemoOptions
        {
            Images = parsed.GetValue(Images),
            Painted = parsed.GetValue(Paint) ?? DemoOptions.DefaultPainted,
            Positive = parsed.GetValue(Positive),
            Exit = parsed.GetValue(Exit),
            Json = parsed.GetValue(Json),
            Urls = parsed.GetValue(Urls),
            Data = parsed.GetValue(CommonOptions.Data),
        };
        return DemoVerb.RunAsync(options, cancellationToken);
    }
}
