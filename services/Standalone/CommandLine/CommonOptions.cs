using System.CommandLine;
using System.CommandLine.Parsing;
using Lesion.Standalone.Serving;

namespace Lesion.Standalone.CommandLine;

/// <summary>Options that several verbs share, and checks of their values that name the option and what was given.</summary>
internal static class CommonOptions
{
    public static Option<DirectoryInfo?> Data { get; } = new("--data")
    {
        Description = "The folder of all state: objects and catalog. Default ./lesion-data.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static void MustBeAFolder(OptionResult result)
    {
        if (result.GetValueOrDefault<DirectoryInfo?>() is { Exists: false } folder)
        {
            result.AddError(
                File.Exists(folder.FullName)
                    ? $"{Name(result)}: '{folder}' is a file, but a folder is wanted."
                    : $"{Name(result)}: there is no folder '{folder}'.");
        }
    }

    public static void MustBeAFile(OptionResult result)
    {
        if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } file)
        {
            result.AddError(
                Directory.Exists(file.FullName)
                    ? $"{Name(result)}: '{file}' is a folder, but a file is wanted."
                    : $"{Name(result)}: there is no file '{file}'.");
        }
    }

    public static Action<OptionResult> MustBeOneOf(params string[] values) => result =>
    {
        if (result.GetValueOrDefault<string?>() is { } value && !values.Contains(value, StringComparer.Ordinal))
        {
            result.AddError($"{Name(result)}: there is no '{value}'; choose one of: {string.Join(", ", values)}.");
        }
    };

    public static void MustBeAnAddress(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is { } urls && !Addresses.AreValid(urls))
        {
            result.AddError($"{Name(result)}: '{urls}' is no address to listen on; give one such as {Addresses.Default}.");
        }
    }

    /// <summary>The address of a server.</summary>
    public static Uri? Server(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"--server: '{text}' is no address; give one such as http://localhost:8080.");
        return null;
    }

    /// <summary>A whole number from <paramref name="least"/> on.</summary>
    public static Func<ArgumentResult, int?> WholeNumber(string option, int least) => result =>
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, out var value) && value >= least)
        {
            return value;
        }

        result.AddError($"{option}: '{text}' is no whole number from {least} on.");
        return null;
    };

    /// <summary>A number above 0.</summary>
    public static Func<ArgumentResult, double?> NumberAboveZero(string option) => result =>
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, out var value) && value > 0 && double.IsFinite(value))
        {
            return value;
        }

        result.AddError($"{option}: '{text}' is no number above 0.");
        return null;
    };

    private static string Name(OptionResult result) => result.Option.Name;
}
