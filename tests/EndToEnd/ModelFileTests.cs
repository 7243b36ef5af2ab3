using System.Text.Json;
using Lesion.Contracts;
using Lesion.EndToEnd.Support;
using Lesion.Storage;

namespace Lesion.EndToEnd;

/// <summary>What <c>train</c> writes, and what <c>evaluate</c> and <c>classify</c> make of it.</summary>
public sealed class ModelFileTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_writes_the_model_its_manifest_and_its_reports()
    {
        foreach (var file in new[] { "model.onnx", "manifest.json", "report.json", "report.html" })
        {
            new FileInfo(Path.Combine(model.Out, file)).Length.ShouldBePositive(file);
        }

        model.Training.Output.ShouldContain("No medical device");
        model.Training.Errors.ShouldContain("broken.jpg", customMessage: "What is left out is named.");
    }

    [Fact]
    public async Task Evaluation_by_ONNX_Runtime_gives_the_figures_of_the_training()
    {
        var json = _folder["figures.json"];
        var outcome = await LesionProcess.RunAsync(
            "evaluate", "--model", model.ModelFile, "--images", model.CopyHeldOut(), "--json", json);

        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var figures = JsonSerializer.Deserialize<ClassificationMetrics>(File.ReadAllText(json), LesionJson.Options)!;
        var trained = model.Manifest.HeldOut;
        figures.N.ShouldBe(trained.N);
        figures.Positive.ShouldBe("malignant");
        figures.Threshold.ShouldBe(trained.Threshold);
        figures.Auc.ShouldBe(trained.Auc, 1e-9);
        figures.BalancedAccuracy.ShouldBe(trained.BalancedAccuracy, 1e-9);
        figures.Ece.ShouldBe(trained.Ece, 1e-4);
        foreach (var (name, interval) in trained.Intervals)
        {
            figures.Intervals[name].ShouldBe(interval, 1e-4, name);
        }

        outcome.Output.ShouldContain("as unlike the training images");
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(json)).GetProperty("referred").GetProperty("unlikeTraining").GetDouble()
            .ShouldBe(model.Manifest.Novelty!.HeldOutBeyond!.Value, 1e-9);
    }

    [Fact]
    public async Task A_model_is_compared_with_another_on_the_same_images()
    {
        var json = _folder["comparison.json"];
        var outcome = await LesionProcess.RunAsync(
            "evaluate", "--model", model.ModelFile, "--against", model.ModelFile, "--images", model.CopyHeldOut(), "--json", json);

        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldContain("no difference shown");
        var written = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(json));
        var comparison = written.GetProperty("comparison");
        comparison.GetProperty("against").GetString().ShouldBe(model.ModelFile);
        comparison.GetProperty("metrics").GetProperty("auc").GetDouble().ShouldBe(written.GetProperty("auc").GetDouble());
        foreach (var figure in new[] { "auc", "aucDeLong", "balancedAccuracy" })
        {
            comparison.GetProperty(figure).GetProperty("difference").GetDouble().ShouldBe(0, figure);
        }
    }

    [Fact]
    public async Task One_bad_picture_of_many_stops_no_other()
    {
        var text = _folder.WriteFile("list.jpg", BadFiles.Text);
        var good = Path.Combine(model.Images, "malignant", "1.jpg");
        var maps = _folder["maps"];
        var outcome = await LesionProcess.RunAsync(
            "classify", text, good, _folder["absent.jpg"], "--model", model.ModelFile, "--explain", maps);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Output.ShouldContain($"{good}: ");
        outcome.Errors.ShouldContain("list.jpg");
        outcome.Errors.ShouldContain("absent.jpg");
        Directory.GetFiles(maps, "*.png").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("evaluate", "--images")]
    [InlineData("classify", "")]
    public async Task A_model_that_is_cut_off_is_named(string verb, string option)
    {
        var cut = _folder.WriteFile("cut.onnx", BadFiles.CutOff(File.ReadAllBytes(model.ModelFile)));
        string[] images = option.Length > 0 ? [option, model.Images] : [Path.Combine(model.Images, "malignant", "1.jpg")];
        var outcome = await LesionProcess.RunAsync([verb, "--model", cut, .. images]);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain("cut.onnx");
        outcome.Errors.ShouldContain("cut off");
    }

    [Fact]
    public async Task Answering_needs_no_libtorch()
    {
        var program = LinkProgramWithoutTorch();
        await using var process = LesionProcess.Start(
            ["classify", Path.Combine(model.Images, "malignant", "1.jpg"), "--model", model.ModelFile],
            new Dictionary<string, string>(),
            program);
        var classified = await process.WaitAsync();
        classified.ExitCode.ShouldBe(0, classified.ToString());

        await using var evaluation = LesionProcess.Start(
            ["evaluate", "--images", model.Images, "--model", model.ModelFile], new Dictionary<string, string>(), program);
        var evaluated = await evaluation.WaitAsync();
        evaluated.ExitCode.ShouldBe(0, evaluated.ToString());
    }

    /// <summary>The program's folder again, by links, without TorchSharp and libtorch.</summary>
    private string LinkProgramWithoutTorch()
    {
        var built = Path.GetDirectoryName(Repository.Program)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(built, file);
            if (!name.Contains("torch", StringComparison.OrdinalIgnoreCase))
            {
                var link = _folder[$"program/{name}"];
                Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                File.CreateSymbolicLink(link, file);
            }
        }

        // The host resolves a link to find what lies beside the program, so that the program itself is copied.
        var program = _folder["program/lesion.dll"];
        File.Delete(program);
        File.Copy(Repository.Program, program);
        return program;
    }
}
