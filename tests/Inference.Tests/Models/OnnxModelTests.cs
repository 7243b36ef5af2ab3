namespace Lesion.Inference.Tests.Models;

public sealed class OnnxModelTests
{
    [Fact]
    public void An_answer_is_the_same_alone_and_in_a_batch_of_any_size()
    {
        using var model = new TinyModel().Load();
        var inputs = Enumerable.Range(0, model.MaxBatchSize).Select(seed => Pictures.Input(seed)).ToList();
        var alone = inputs.ConvertAll(input => model.Run([input], withActivationMap: true)[0]);

        for (var size = 1; size <= inputs.Count; size++)
        {
            var outputs = model.Run(inputs[..size], withActivationMap: true);

            outputs.Count.ShouldBe(size);
            for (var i = 0; i < size; i++)
            {
                outputs[i].Probabilities.ShouldBe(alone[i].Probabilities);
                outputs[i].Logits.ShouldBe(alone[i].Logits);
                outputs[i].Embedding.ShouldBe(alone[i].Embedding);
                outputs[i].ActivationMap!.Values.ShouldBe(alone[i].ActivationMap!.Values);
            }
        }
    }

    [Fact]
    public void Images_of_a_batch_get_answers_of_their_own()
    {
        using var model = new TinyModel().Load();

        var outputs = model.Run([Pictures.Input(1), Pictures.Input(2), Pictures.Input(3)]);

        outputs.Select(output => output.Probabilities[1]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void The_activation_map_of_a_class_sums_to_its_logit_less_the_bias()
    {
        using var model = new TinyModel { Bias = 2 }.Load();

        var output = model.Run([Pictures.Input(1)], withActivationMap: true)[0];

        output.ActivationMap!.Of(1).ToArray().Sum().ShouldBe((float)output.Logits[1] - 2, 1e-4f);
        output.ActivationMap.Of(0).ToArray().Sum().ShouldBe((float)output.Logits[0], 1e-4f);
    }

    [Fact]
    public void The_activation_map_is_not_computed_unless_asked_for()
    {
        using var model = new TinyModel().Load();

        model.Run([Pictures.Input(1)])[0].ActivationMap.ShouldBeNull();
    }

    [Fact]
    public void A_value_that_is_no_number_is_an_error_and_never_a_verdict()
    {
        using var model = new TinyModel { Bias = float.NaN }.Load();
        var output = model.Run([Pictures.Input(1)])[0];

        Should.Throw<InvalidOutputException>(() => model.Decide(output)).Message.ShouldContain("logits");
        Should.Throw<InvalidOutputException>(() => model.Classify(Pictures.Png(1)));
        Should.Throw<InvalidOutputException>(model.WarmUp);
    }

    [Fact]
    public void An_image_beyond_the_limit_is_referred_as_unlike_the_training_images_and_keeps_its_label()
    {
        var image = Pictures.Png(1);
        using var near = new TinyModel { Novelty = 0.1f }.Load();
        using var far = new TinyModel { Novelty = 10 }.Load();

        var (like, unlike) = (near.Classify(image), far.Classify(image));

        (like.Decision, like.Reasons.Count).ShouldBe((like.Label, 0));
        (unlike.Label, unlike.Decision).ShouldBe((like.Label, "refer"));
        unlike.Reasons.ShouldBe(["unlikeTraining"]);
        unlike.Probabilities.ShouldBe(like.Probabilities);
        unlike.Novelty!.Value.ShouldBe(100 * like.Novelty!.Value, 1e-3);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void The_novelty_is_that_of_the_image_as_it_stands(int views, bool withActivationMap)
    {
        var tiny = new TinyModel { Novelty = 2 };
        using var model = (tiny with { Card = tiny.Card with { TestViews = views } }).Load();

        var outputs = model.Run([Pictures.Input(1), Pictures.Input(2)], withActivationMap);

        outputs.ShouldAllBe(output => Math.Abs(output.Novelty!.Value - 2 * output.Embedding.Sum()) < 1e-4);
        outputs.ShouldAllBe(output => output.ActivationMap != null == withActivationMap);
    }

    [Fact]
    public void A_model_of_an_earlier_build_tells_no_novelty_and_refers_nothing_as_unlike()
    {
        using var model = new TinyModel().Load();

        var classification = model.Classify(Pictures.Png(1));

        classification.Novelty.ShouldBeNull();
        classification.Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void A_novelty_that_is_no_number_is_an_error_and_never_a_verdict()
    {
        using var model = new TinyModel { Novelty = float.NaN }.Load();

        Should.Throw<InvalidOutputException>(() => model.Classify(Pictures.Png(1))).Message.ShouldContain("novelty");
    }

    [Fact]
    public void A_batch_that_is_empty_or_too_large_is_refused()
    {
        using var model = new TinyModel().Load();
        var input = Pictures.Input(1);

        Should.Throw<ArgumentException>(() => model.Run([]));
        Should.Throw<ArgumentException>(() => model.Run([.. Enumerable.Repeat(input, model.MaxBatchSize + 1)]));
        Should.Throw<ArgumentException>(() => model.Run([input[1..]]));
    }

    [Fact]
    public void A_disposed_model_says_so_instead_of_crashing()
    {
        var model = new TinyModel().Load();
        model.Dispose();
        model.Dispose();

        Should.Throw<ObjectDisposedException>(() => model.Run([Pictures.Input(1)]));
    }

    [Fact]
    public async Task Disposing_waits_for_the_runs_that_are_in_flight()
    {
        var model = new TinyModel().Load();
        var input = Pictures.Input(1);
        var running = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            try
            {
                while (true)
                {
                    model.Run([input]);
                }
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        })).ToArray();
        model.Run([input]);
        model.Dispose();

        (await Task.WhenAll(running)).ShouldAllBe(ended => ended);
    }

    [Fact]
    public void A_classification_says_what_the_run_gave()
    {
        using var model = new TinyModel { Bias = 3 }.Load(version: 5);
        var image = Pictures.Png(7);

        var classification = model.Classify(image, withActivationMap: true);

        var output = model.Run([model.Prepare(image)])[0];
        classification.ImageId.Length.ShouldBe(64);
        classification.Probabilities["malignant"].ShouldBe(output.Probabilities[1]);
        classification.Label.ShouldBe(output.Probabilities[1] >= 0.5 ? "malignant" : "benign");
        classification.Threshold.ShouldBe(0.5);
        classification.Model.Version.ShouldBe(5);
        classification.ActivationMap!.Values["malignant"].Length.ShouldBe(16);
        (classification.ActivationMap.Width, classification.ActivationMap.Height).ShouldBe((4, 4));
    }

    [Fact]
    public void A_run_that_is_alone_and_one_that_shares_the_threads_answer_alike()
    {
        var options = new OnnxModelOptions { IntraOpThreads = 1, LoneThreads = 2, InstanceCount = 1 };
        using var model = OnnxModel.Load(new TinyModel().Build(), "tiny.onnx", options);
        model.WarmUp(model.MaxRows);
        model.IsWarm.ShouldBeFalse();
        model.WarmUp();
        model.IsWarm.ShouldBeTrue();

        var answers = new[] { true, false }.Select(isAlone =>
        {
            Pictures.Input(5).CopyTo(model.Instance(0).Pixels(0, 1));
            model.Run(model.Instance(0), 1, isAlone);
            return model.Instance(0).Read(0, 1, ModelOutputs.Logits).Logits!.Values;
        }).ToList();

        answers[0].ShouldBe(answers[1]);
        answers[0].Select(value => (double)value).ShouldBe(model.Run([Pictures.Input(5)])[0].Logits);
    }

    [Fact]
    public void By_default_the_instances_share_the_cores_and_one_that_is_alone_has_them_all()
    {
        var cores = Environment.ProcessorCount;
        var options = new InferenceOptions();

        options.Instances.ShouldBe(Math.Min(4, cores));
        options.ModelOptions.IntraOpThreads.ShouldBe(Math.Max(1, cores / options.Instances));
        options.ModelOptions.LoneThreads.ShouldBe(cores);
        new InferenceOptions { Device = InferenceDevice.Cuda }.Instances.ShouldBe(1);
        new InferenceOptions { InstanceCount = 3, IntraOpThreads = 5 }.ModelOptions.ShouldBe(
            new OnnxModelOptions { InstanceCount = 3, IntraOpThreads = 5, LoneThreads = 5 });
    }
}
