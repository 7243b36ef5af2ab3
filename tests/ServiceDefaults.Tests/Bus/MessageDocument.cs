using System.Text.RegularExpressions;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>The messages that <c>docs/messages.md</c> describes: a heading of each exchange, and examples below it.</summary>
internal static partial class MessageDocument
{
    private static readonly string Root = FindRoot();

    /// <summary>Every message, by its exchange.</summary>
    /// <remarks>Messages lie in a folder of their own, but in one namespace with what they are made of.</remarks>
    public static IReadOnlyDictionary<string, Type> Types { get; } = typeof(ImageIngested).Assembly.GetTypes()
        .Where(type => File.Exists(Path.Combine(Root, "shared", "Contracts", "Messages", $"{type.Name}.cs")))
        .ToDictionary(ExchangeOf);

    /// <returns>Exchange and example, in the document's order; one exchange may have several examples.</returns>
    public static IReadOnlyList<(string Exchange, string Example)> Read() =>
        [.. Section().Matches(File.ReadAllText(Path.Combine(Root, "docs", "messages.md")))
            .SelectMany(section => section.Groups["example"].Captures
                .Select(example => (section.Groups["exchange"].Value, example.Value)))];

    /// <returns>The queues in the sentences on who reads a message.</returns>
    public static IReadOnlyList<string> ReadQueues() =>
        [.. Readers().Matches(File.ReadAllText(Path.Combine(Root, "docs", "messages.md")))
            .SelectMany(readers => readers.Groups["queue"].Captures.Select(queue => queue.Value))];

    private static string ExchangeOf(Type message) =>
        (string)typeof(LesionNames).GetMethod(nameof(LesionNames.FormatEntityName))!.MakeGenericMethod(message).Invoke(LesionNames.Formatter, [])!;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository: Lesion.sln is not found.");
    }

    [GeneratedRegex(@"^### (?<exchange>lesion\.[a-z-]+)$(?:(?:(?!^### ).)*?^```json\n(?<example>.*?)^```$)+", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"; read by (?:`(?<queue>[^`]+)`(?:, )?)+")]
    private static partial Regex Readers();
}
