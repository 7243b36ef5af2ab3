using System.Net;
using System.Text.Json.Nodes;
using Lesion.EndToEnd.Support;

namespace Lesion.EndToEnd;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demonstration_does_the_main_job_and_its_folder_serves_afterwards()
    {
        PaintedSet.WriteTo(_folder["images"], 60);
        _folder.WriteFile("images/benign/list.jpg", BadFiles.Text);
        // The inbox never shows what is hidden: a demonstration that dropped it would wait for it for ever.
        _folder.WriteFile("images/.checkpoints/0.jpg", PaintedSet.Picture(0));
        var json = _folder["report.json"];
        var data = _folder["state"];
        var outcome = await LesionProcess.RunAsync(
            "demo", "--images", _folder["images"], "--exit", "--json", json, "--data", data);

        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldContain("No medical device");
        var report = JsonNode.Parse(File.ReadAllText(json))!;
        ((int)report["dropped"]!).ShouldBe(61);
        ((int)report["rejected"]!).ShouldBe(1);
        ((int)report["prepared"]!).ShouldBe(60);
        ((int)report["model"]!["version"]!).ShouldBe(1);
        ((double)report["model"]!["heldOut"]!["auc"]!).ShouldBeGreaterThan(0.8);
        report["model"]!["heldOut"]!["intervals"]!["auc"]!.AsArray().Count.ShouldBe(2);
        var classifications = report["classifications"]!.AsArray();
        classifications.Count.ShouldBe(8);
        classifications.ShouldAllBe(one => (int)one!["modelVersion"]! == 1);
        ((double)report["timings"]!["total"]!).ShouldBePositive();

        await ServesAsync(data);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        _folder.WriteFile("state/mine.txt", BadFiles.Text);
        var outcome = await LesionProcess.RunAsync("demo", "--exit", "--data", _folder["state"]);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain("not empty");
        Directory.GetFileSystemEntries(_folder["state"]).ShouldHaveSingleItem();
    }

    /// <summary>The state is all there is: another process takes it up, and the command line asks it.</summary>
    private async Task ServesAsync(string data)
    {
        await using var server = await LesionServer.StartAsync(data);
        await Eventually.IsTrueAsync("the model serves", async () =>
            (await server.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken)) is { StatusCode: HttpStatusCode.OK } ready
            && (await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("Version 1 serves"));

        var good = Path.Combine(_folder["images"], "malignant", "1.jpg");
        var bad = Path.Combine(_folder["images"], "benign", "list.jpg");
        var outcome = await LesionProcess.RunAsync(
            "classify", bad, good, "--server", server.Address, "--explain", _folder["maps"]);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Output.ShouldContain("by version 1");
        outcome.Errors.ShouldContain("list.jpg");
        Directory.GetFiles(_folder["maps"], "*.png").ShouldHaveSingleItem();

        var bench = await LesionProcess.RunAsync(
            "bench", "--server", server.Address, "--images", _folder["images"], "--concurrency", "4", "--seconds", "2", "--warm-up", "0.5", "--json", _folder["bench.json"]);
        bench.ExitCode.ShouldBe(0, bench.ToString());
        bench.Output.ShouldContain("Answers a second");
        var load = JsonNode.Parse(await File.ReadAllTextAsync(_folder["bench.json"], TestContext.Current.CancellationToken))!;
        ((int)load["answered"]!).ShouldBePositive();
        ((double)load["latencyMs"]!["p99"]!).ShouldBeGreaterThanOrEqualTo((double)load["latencyMs"]!["p50"]!);

        foreach (var (body, status) in new[]
        {
            (BadFiles.Text, HttpStatusCode.BadRequest),
            (BadFiles.CutOff(PaintedSet.Picture(0)), HttpStatusCode.BadRequest),
            (BadFiles.PngDeclaring(60_000), HttpStatusCode.BadRequest),
            (BadFiles.AnimatedGif, HttpStatusCode.UnsupportedMediaType),
        })
        {
            using var content = new ByteArrayContent(body);
            using var refused = await server.Http.PostAsync("/v1/classifications", content, TestContext.Current.CancellationToken);
            refused.StatusCode.ShouldBe(status);
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }
}
