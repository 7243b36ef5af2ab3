namespace Lesion.Inference.Tests.Evaluating;

public sealed class ModelEvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OnnxModel _model = new TinyModel().Load();

    [Fact]
    public async Task Every_file_gets_the_answer_that_it_gets_alone_in_the_order_given()
    {
        var files = Enumerable.Range(0, 21).Select(seed => Labelled($"{seed}.png", Pictures.Png(seed))).ToList();

        var run = await new ModelEvaluator(_model).RunAsync(files, cancellationToken: TestContext.Current.CancellationToken);

        run.Unreadable.ShouldBeEmpty();
        run.Predictions.Select(prediction => prediction.File).ShouldBe(files);
        foreach (var prediction in run.Predictions)
        {
            var alone = _model.Classify(await File.ReadAllBytesAsync(prediction.File.Path, TestContext.Current.CancellationToken));
            prediction.Output.Probabilities[1].ShouldBe(alone.Probabilities["malignant"]);
            prediction.ImageId.ShouldBe(alone.ImageId);
            prediction.Verdict.Label.ShouldBe(alone.Label);
        }
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_listed_and_stop_nothing_else()
    {
        var png = Pictures.Png(1, 200, 200);
        LabelledFile[] files =
        [
            Labelled("text.jpg", "no picture"u8.ToArray()),
            Labelled("good.png", png),
            Labelled("cut.png", png[..(png.Length / 2)]),
            new(Path.Combine(_folder.Path, "absent.png"), "benign"),
            Labelled("empty.jpg", []),
        ];
        var done = new List<int>();

        var run = await new ModelEvaluator(_model).RunAsync(files, new Told(done), TestContext.Current.CancellationToken);

        run.Predictions.Single().File.ShouldBe(files[1]);
        run.Unreadable.Select(bad => bad.File).ShouldBe([files[0], files[2], files[3], files[4]]);
        run.Unreadable.ShouldAllBe(bad => bad.Problem.Length > 0);
        done[^1].ShouldBe(files.Length);
    }

    [Fact]
    public async Task Labelled_answers_become_the_set_that_metrics_are_made_of()
    {
        LabelledFile[] files =
        [
            Labelled("a.png", Pictures.Png(1), "malignant"),
            Labelled("b.png", Pictures.Png(2), "benign") with { Group = "P" },
            Labelled("c.png", Pictures.Png(3), null),
        ];
        var run = await new ModelEvaluator(_model).RunAsync(files, cancellationToken: TestContext.Current.CancellationToken);

        var set = run.ToPredictionSet(_model.Card);

        set.Labels.ShouldBe([1, 0]);
        set.Positive.ShouldBe("malignant");
        set.Groups.ShouldBe([null, "P"]);
        set.Row(1)[0].ShouldBe(run.Predictions[1].Output.Probabilities[0]);
    }

    [Fact]
    public async Task A_label_that_the_model_does_not_know_is_named()
    {
        LabelledFile[] files = [Labelled("a.png", Pictures.Png(1), "nevus")];
        var run = await new ModelEvaluator(_model).RunAsync(files, cancellationToken: TestContext.Current.CancellationToken);

        Should.Throw<InvalidDataException>(() => run.ToPredictionSet(_model.Card)).Message.ShouldContain("nevus");
    }

    [Fact]
    public async Task Cancelling_ends_the_run()
    {
        var files = Enumerable.Range(0, 50).Select(seed => Labelled($"{seed}.png", Pictures.Png(seed))).ToList();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => new ModelEvaluator(_model).RunAsync(files, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Real_photographs_get_the_same_answer_in_a_run_and_alone()
    {
        var photographs = TestData.Photographs(12);

        var run = await new ModelEvaluator(_model).RunAsync(
            [.. photographs.Select(path => new LabelledFile(path))], cancellationToken: TestContext.Current.CancellationToken);

        run.Predictions.Count.ShouldBe(photographs.Count);
        run.Predictions.Select(prediction => prediction.Output.Probabilities[1]).Distinct().Count().ShouldBeGreaterThan(1);
        foreach (var prediction in run.Predictions)
        {
            var alone = _model.Classify(await File.ReadAllBytesAsync(prediction.File.Path, TestContext.Current.CancellationToken));
            prediction.Output.Probabilities[1].ShouldBe(alone.Probabilities["malignant"]);
        }
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private LabelledFile Labelled(string name, byte[] bytes, string? label = "benign") => new(_folder.File(name, bytes), label);

    private sealed class Told(List<int> done) : IProgress<int>
    {
        public void Report(int value) => done.Add(value);
    }
}
