using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Terminal;

namespace Lesion.Standalone.Verbs;

/// <summary><c>lesion classify</c>: a line for each picture; one that is bad stops no other.</summary>
internal static class ClassifyVerb
{
    /// <exception cref="CommandFailedException">The model or the server is of no use.</exception>
    public static async Task<int> RunAsync(ClassifyOptions options, CancellationToken cancellationToken)
    {
        using IPictureClassifier classifier = options.Server is { } server
            ? new ServerClassifier(server)
            : new ModelClassifier(options.Model!);
        var refused = 0;
        foreach (var image in options.Images)
        {
            try
            {
                await ClassifyAsync(classifier, image, options.Explain, cancellationToken);
            }
            catch (PictureRefusedException exception)
            {
                refused++;
                await Console.Error.WriteLineAsync($"{image}: {exception.Message}");
            }
        }

        await Console.Error.WriteLineAsync(Disclaimer.Text);
        return refused == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task ClassifyAsync(
        IPictureClassifier classifier, FileInfo image, DirectoryInfo? explain, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(image, cancellationToken);
        var answer = await classifier.ClassifyAsync(bytes, explain is not null, cancellationToken);
        Console.WriteLine($"{image}: {Describe(answer)}");
        if (explain is not null && answer.ActivationMap is { } map)
        {
            var path = Path.Combine(explain.FullName, $"{Path.GetFileNameWithoutExtension(image.Name)}-{answer.ImageId[..8]}.png");
            await ResultFile.WriteAsync(path, ActivationOverlay.Render(bytes, map, answer.Label), cancellationToken);
            Console.WriteLine($"  what speaks for {answer.Label}: {path}");
        }
    }

    private static async Task<byte[]> ReadAsync(FileInfo image, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(image.FullName, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PictureRefusedException($"cannot be read: {exception.Message}", exception);
        }
    }

    private static string Describe(Classification answer)
    {
        var probabilities = answer.Probabilities
            .OrderByDescending(pair => pair.Value)
            .Select(pair => $"{pair.Key} {pair.Value:0.000}");
        var decision = answer.Decision == answer.Label
            ? answer.Decision
            : $"{answer.Decision} ({string.Join(", ", answer.Reasons)}), else {answer.Label}";
        var model = answer.Model.Version > 0 ? $" by version {answer.Model.Version}" : "";
        return $"{decision} [{string.Join(", ", probabilities)}]{model}";
    }
}
