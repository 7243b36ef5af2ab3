using System.Net.Http.Headers;
using System.Text.Json;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Terminal;
using Lesion.Standalone.Verbs;
using Lesion.Storage;
using Spectre.Console;

namespace Lesion.Standalone.Bench;

/// <summary><c>lesion bench</c>: how many pictures a second a server classifies, and how long each takes.</summary>
internal static class BenchVerb
{
    /// <summary>Enough that processors' caches do not hold them all, little enough for memory.</summary>
    private const int MostFiles = 500;

    private static readonly MediaTypeHeaderValue AnyBytes = new("application/octet-stream");

    /// <exception cref="CommandFailedException">The server cannot be reached, or there are no pictures.</exception>
    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = options.Concurrency }) { BaseAddress = options.Server };
        try
        {
            var pictures = NewPictures.Read(options.Images, MostFiles);
            await RequireAnswerAsync(http, pictures[int.MaxValue], cancellationToken);
            var screen = new Screen();
            var figures = await screen.ShowAsync(board => MeasureAsync(http, pictures, options, board, cancellationToken));
            Write(screen.Output, figures, options, pictures.Files);
            if (options.Json is not null)
            {
                await ResultFile.WriteAsync(options.Json, JsonSerializer.Serialize(figures, LesionJson.Options), cancellationToken);
            }

            return figures is { Answered: > 0, Failures.Count: 0 } ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException(
                $"{options.Server} cannot be reached: {exception.Message} Start it with 'lesion serve'.", exception);
        }
    }

    private static async Task RequireAnswerAsync(HttpClient http, byte[] picture, CancellationToken cancellationToken)
    {
        if (await AskAsync(http, picture, cancellationToken) is { } problem)
        {
            throw new CommandFailedException($"{http.BaseAddress} does not classify: {problem}");
        }
    }

    private static async Task<LoadFigures> MeasureAsync(
        HttpClient http, NewPictures pictures, BenchOptions options, IStageBoard board, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Asking");
        var seconds = (options.WarmUp + options.Duration).TotalSeconds;
        var figures = await ClosedLoop.RunAsync(
            (number, cancellation) => AskAsync(http, pictures[number], cancellation),
            options.Concurrency,
            options.WarmUp,
            options.Duration,
            elapsed => stage.Report(elapsed.TotalSeconds, seconds, "seconds"),
            cancellationToken);
        stage.Complete($"{figures.Answered} answers");
        return figures;
    }

    /// <returns>What was wrong; null where nothing was.</returns>
    private static async Task<string?> AskAsync(HttpClient http, byte[] picture, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = AnyBytes } };
        using var response = await http.PostAsync("/v1/classifications", content, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {Detail(body)}";
    }

    private static string Detail(string body)
    {
        try
        {
            return JsonElement.Parse(body).TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static void Write(IAnsiConsole console, LoadFigures figures, BenchOptions options, int files)
    {
        console.MarkupLineInterpolated($"[bold]{options.Server}, {figures.Concurrency} at a time, {figures.Seconds:0} s, {files} pictures[/]");
        var table = new Table { Border = TableBorder.Rounded }.AddColumn("Figure").AddColumn(new TableColumn("Value").RightAligned());
        table.AddRow("Answers", $"{figures.Answered}");
        table.AddRow("Answers a second", $"{figures.Throughput:0.0}");
        foreach (var (quantile, milliseconds) in figures.LatencyMs)
        {
            table.AddRow($"Latency, {quantile}", $"{milliseconds:0.0} ms");
        }

        console.Write(table);
        foreach (var (problem, count) in figures.Failures)
        {
            console.MarkupLineInterpolated($"[red]{count} times: {problem}[/]");
        }
    }
}
