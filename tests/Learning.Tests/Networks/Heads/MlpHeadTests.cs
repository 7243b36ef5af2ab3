using Lesion.Learning.Native;
using Lesion.Learning.Networks.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks.Heads;

public sealed class MlpHeadTests
{
    private static readonly HeadPlan Plan = new() { Kind = HeadKind.Mlp, Hidden = 16, Dropout = 0.25 };

    [Fact]
    public void It_standardises_and_then_is_two_layers_with_a_ReLU_between()
    {
        using var head = Head.Create(Plan, features: 4, classes: 3);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        head.Standardise([1, 2, 3, 4], [1, 2, 1, 2]);
        var state = head.State().ToDictionary();
        state["head.hidden.bias"].copy_(Arithmetic.Arange(16).Mul(0.1).Sub(0.8));
        state["head.bias"].copy_(tensor(new float[] { 1, 2, 3 }));
        var embedding = Arithmetic.Arange(8).reshape(2, 4);

        var logits = head.Logits(embedding);

        var standardised = (embedding - tensor(new float[] { 1, 2, 3, 4 })) / tensor(new float[] { 1, 2, 1, 2 });
        var hidden = standardised.matmul(state["head.hidden.weight"].T).Add(state["head.hidden.bias"]).Clamp_(min: 0);
        var expected = hidden.matmul(state["head.weight"].T).Add(state["head.bias"]);
        logits.shape.ShouldBe([2, 3]);
        (logits - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void The_seed_alone_decides_which_features_a_step_leaves_out()
    {
        using var head = Head.Create(Plan, features: 64, classes: 2);
        using var scope = NewDisposeScope();
        var embedding = ones(32, 64);

        var logits = head.Logits(embedding, dropoutSeed: 7);

        logits.equal(head.Logits(embedding, dropoutSeed: 7)).all().item<bool>().ShouldBeTrue();
        logits.equal(head.Logits(embedding, dropoutSeed: 8)).all().item<bool>().ShouldBeFalse();
        logits.equal(head.Logits(embedding)).all().item<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Dropout_keeps_the_expectation_of_a_feature()
    {
        // A hidden unit that passes the mean of 4096 features of value 1.
        using var head = Head.Create(Plan with { Hidden = 1 }, features: 4096, classes: 2);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var state = head.State().ToDictionary();
        state["head.hidden.weight"].Fill_(1 / 4096.0);
        state["head.weight"].Fill_(1);

        var logit = head.Logits(ones(1, 4096), dropoutSeed: 3)[0, 0].item<float>();

        // The standard error of the mean of so many factors 0 or 4/3 is 0.009.
        logit.ShouldBe(1, tolerance: 0.04f);
        logit.ShouldNotBe(1);
    }

    [Fact]
    public void The_same_seed_begins_with_the_same_values()
    {
        using var head = Head.Create(Plan, features: 8, classes: 2);
        using var other = Head.Create(Plan, features: 8, classes: 2);
        head.Initialise(seed: 5);
        other.Initialise(seed: 5);
        Weight(head).ShouldBe(Weight(other));

        other.Initialise(seed: 6);

        Weight(head).ShouldNotBe(Weight(other));
        static float[] Weight(Head head) => head.State().ToDictionary()["head.hidden.weight"].data<float>().ToArray();
    }

    [Fact]
    public void It_learns_what_no_linear_head_can()
    {
        using var head = Head.Create(new HeadPlan { Kind = HeadKind.Mlp, Hidden = 8, Dropout = 0 }, features: 2, classes: 2);
        using var embeddings = tensor(new float[] { 0, 0, 0, 1, 1, 0, 1, 1 }).reshape(4, 2);
        using var labels = tensor(new long[] { 0, 1, 1, 0 });
        head.Initialise(seed: 1);
        head.Standardise([0.5f, 0.5f], [0.5f, 0.5f]);
        head.Train(true);
        using var optimiser = optim.Adam(head.NamedParameters.Select(parameter => parameter.Value), lr: 0.05);

        for (var i = 0; i < 200; i++)
        {
            using var step = NewDisposeScope();
            optimiser.zero_grad();
            nn.functional.cross_entropy(head.Logits(embeddings), labels).backward();
            optimiser.step();
        }

        using var scope = NewDisposeScope();
        head.Logits(embeddings).argmax(1).data<long>().ToArray().ShouldBe([0, 1, 1, 0]);
    }

    [Theory]
    [InlineData(0, 0.5, "hidden layer")]
    [InlineData(16, 1, "dropout")]
    [InlineData(16, double.NaN, "dropout")]
    public void A_plan_that_cannot_be_is_refused(int hidden, double dropout, string about) =>
        Should.Throw<ArgumentException>(() => Head.Create(Plan with { Hidden = hidden, Dropout = dropout }, 4, 2)).Message.ShouldContain(about);

    [Fact]
    public void A_disposed_head_leaves_no_tensor_behind()
    {
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var head = Head.Create(Plan, features: 8, classes: 2))
        using (NewDisposeScope())
            head.Logits(ones(2, 8), dropoutSeed: 1);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);
    }
}
