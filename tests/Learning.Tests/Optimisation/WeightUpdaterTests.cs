using System.Security.Cryptography;
using Lesion.Learning.Native;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Optimisation;

[Collection("torch")]
public sealed class WeightUpdaterTests
{
    private const int Steps = 6;

    /// <summary>Every optimiser, with absolute and with relative rates.</summary>
    public static TheoryData<OptimiserKind, bool> Kinds { get; } = new()
    {
        { OptimiserKind.AdamW, false },
        { OptimiserKind.AdamW, true },
        { OptimiserKind.Sgd, false },
        { OptimiserKind.Sgd, true },
    };

    [Fact]
    public void AdamW_steps_as_torchs_own_does()
    {
        var recipe = new OptimiserRecipe { Relative = false, DecayBiases = true, WeightDecay = 0.1 };
        ShouldStepAs(recipe, weights => optim.AdamW(weights, lr: 0.02, beta1: 0.9, beta2: 0.99, weight_decay: 0.1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sgd_steps_as_torchs_own_does(bool nesterov)
    {
        var recipe = new OptimiserRecipe { Kind = OptimiserKind.Sgd, Relative = false, Nesterov = nesterov, WeightDecay = 0 };
        ShouldStepAs(recipe, weights => optim.SGD(weights, 0.02, momentum: 0.9, nesterov: nesterov));
    }

    [Theory]
    [InlineData(OptimiserKind.AdamW, 1)]
    [InlineData(OptimiserKind.Sgd, 1.9)] // Nesterov's first step: 1 + momentum
    public void A_relative_rate_is_the_share_of_its_size_that_a_tensor_moves(OptimiserKind kind, double longer)
    {
        using var problem = new SmallProblem(rate: 0.01);
        using (no_grad())
            problem.Weights[0].Value.Mul_(0.04f); // of other sizes, and above the least that counts
        var before = problem.Weights.Select(weight => weight.Value.detach().clone()).ToList();
        using var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe { Kind = kind, WeightDecay = 0 });
        problem.Backward(step: 0);
        updater.Step(1);
        foreach (var (weight, old) in problem.Weights.Zip(before))
            (Rms(weight.Value - old) / Rms(old)).ShouldBe(0.01 * longer, 1e-4, weight.Name);
    }

    [Fact]
    public void A_tensor_of_zeros_moves_too()
    {
        using var problem = new SmallProblem(rate: 0.1);
        using (no_grad())
            problem.Weights[1].Value.zero_();
        using var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe());
        problem.Backward(step: 0);
        updater.Step(1);
        Rms(problem.Weights[1].Value).ShouldBeInRange(0.99e-4, 1.01e-4); // rate × the least size
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Biases_shrink_only_where_the_recipe_says_so(bool decayBiases)
    {
        using var problem = new SmallProblem(rate: 0.1);
        var before = problem.Values();
        var recipe = new OptimiserRecipe { WeightDecay = 0.5, DecayBiases = decayBiases };
        using var updater = new WeightUpdater(problem.Weights, recipe);
        updater.Step(0.5); // without gradients nothing else moves
        var shares = problem.Values().Zip(before, (after, old) => after / old).ToList();
        shares.Take(35).ShouldAllBe(share => Math.Abs(share - 0.975) < 1e-6);
        shares.Skip(35).Take(5).ShouldAllBe(share => Math.Abs(share - (decayBiases ? 0.975 : 1)) < 1e-6);
    }

    [Fact]
    public void Each_weight_has_its_own_rate()
    {
        using var problem = new SmallProblem(rate: 0, upperRate: 0.02);
        var before = problem.Values();
        using var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe());
        problem.Backward(step: 0);
        updater.Step(1);
        var after = problem.Values();
        after.Take(40).ShouldBe(before.Take(40));
        after.Skip(40).ShouldNotBe(before.Skip(40));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stored_and_taken_up_elsewhere_it_goes_on_to_the_same_bytes(OptimiserKind kind, bool relative)
    {
        var recipe = new OptimiserRecipe { Kind = kind, Relative = relative };
        using var whole = new SmallProblem(rate: 0.01, upperRate: 0.03);
        using var updater = new WeightUpdater(whole.Weights, recipe, averageDecay: 0.9, clip: 0.5);
        var stored = Array.Empty<byte>();
        for (var step = 0; step < Steps; step++)
        {
            if (step == Steps / 2)
                stored = Stored(updater);
            whole.Backward(step);
            updater.Step(Factor(step));
        }

        using var rest = new SmallProblem(rate: 0.01, upperRate: 0.03);
        using var other = new WeightUpdater(rest.Weights, recipe, averageDecay: 0.9, clip: 0.5);
        using (var state = SafeTensors.Read(new MemoryStream(stored), "test"))
            other.Load(state, Steps / 2);
        for (var step = Steps / 2; step < Steps; step++)
        {
            rest.Backward(step);
            other.Step(Factor(step));
        }

        other.Steps.ShouldBe(Steps);
        Hash(Stored(other)).ShouldBe(Hash(Stored(updater)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_steps_give_the_same_bytes_whatever_the_number_of_threads(int threads)
    {
        var kept = get_num_threads();
        try
        {
            set_num_threads(threads);
            Hash(Run()).ShouldBe(Hash(Run()));
        }
        finally
        {
            set_num_threads(kept);
        }

        static byte[] Run()
        {
            using var problem = new SmallProblem(rate: 0.01);
            using var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe(), averageDecay: 0.9, clip: 0.5);
            for (var step = 0; step < Steps; step++)
            {
                problem.Backward(step);
                updater.Step(1);
            }

            return Stored(updater);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_in_large_slices_as_a_gpu_takes_it_gives_the_same_weights(OptimiserKind kind, bool relative)
    {
        float[] Run(bool inLargeSlices)
        {
            using var problem = new SmallProblem(rate: 0.01, upperRate: 0.03);
            using var buffer = new WeightBuffer(problem.Weights, inLargeSlices);
            buffer.Slices.All(slice => slice.Weight is null).ShouldBe(inLargeSlices);
            buffer.Slices.Sum(slice => slice.Length).ShouldBe(buffer.Layout.Length);
            using var optimiser = Optimiser.Create(new OptimiserRecipe { Kind = kind, Relative = relative }, buffer);
            for (var step = 0; step < Steps; step++)
            {
                problem.Backward(step);
                optimiser.Step(Factor(step));
            }

            return problem.Values();
        }

        Run(inLargeSlices: true).Zip(Run(inLargeSlices: false), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void A_large_weight_is_done_in_parts_that_leave_nothing_out()
    {
        using var large = new TorchSharp.Modules.Parameter(ones(700, 700), requires_grad: true);
        using var buffer = new WeightBuffer([new TrainableWeight("large", large, 0.5)]);
        using var optimiser = Optimiser.Create(
            new OptimiserRecipe { Kind = OptimiserKind.Sgd, Relative = false, Momentum = 0, Nesterov = false, WeightDecay = 0 }, buffer);
        buffer.Slices.Count.ShouldBe(4);
        large.grad!.Fill_(1);
        optimiser.Step(1);
        large.data<float>().ToArray().ShouldAllBe(value => value == 0.5f);
        large.grad!.abs().max().item<float>().ShouldBe(0);
    }

    [Fact]
    public void Gradients_are_clipped_together_and_only_where_they_are_too_long()
    {
        using var problem = new SmallProblem(rate: 1);
        using var buffer = new WeightBuffer(problem.Weights);
        problem.Backward(step: 0);
        var norm = buffer.Gradients.All.norm().item<float>();
        buffer.ClipGradients(norm * 2);
        buffer.Gradients.All.norm().item<float>().ShouldBe(norm);
        var first = problem.Weights[0].Value.grad!.norm().item<float>();
        buffer.ClipGradients(norm / 4);
        buffer.Gradients.All.norm().item<float>().ShouldBe(norm / 4, 1e-5);
        problem.Weights[0].Value.grad!.norm().item<float>().ShouldBe(first / 4, 1e-5);
    }

    [Fact]
    public void Averaged_weights_warm_up_and_are_swapped_in_and_out()
    {
        using var problem = new SmallProblem(rate: 0.1);
        using var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe(), averageDecay: 0.5);
        var average = problem.Values();
        for (var step = 1; step <= Steps; step++)
        {
            problem.Backward(step);
            updater.Step(1);
            var decay = Math.Min(0.5, (1.0 + step) / (10 + step));
            average = [.. average.Zip(problem.Values(), (old, now) => (float)(decay * old + (1 - decay) * now))];
        }

        var trained = problem.Values();
        updater.Swap();
        problem.Values().Zip(average, (actual, expected) => Math.Abs(actual - expected)).Max().ShouldBeLessThan(1e-6f);
        updater.Swap();
        problem.Values().ShouldBe(trained);
    }

    [Fact]
    public void The_network_keeps_its_weights_when_the_updater_is_gone()
    {
        using var problem = new SmallProblem(rate: 0.1);
        float[] trained;
        using (var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe(), averageDecay: 0.9))
        {
            problem.Backward(step: 0);
            updater.Step(1);
            trained = problem.Values();
        }

        problem.Values().ShouldBe(trained);
        problem.Parameters.Count(parameter => parameter.grad is not null).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_tensor_is_left_behind(OptimiserKind kind, bool relative)
    {
        using var problem = new SmallProblem(rate: 0.01);
        var before = Tensor.TotalCount;
        using (var updater = new WeightUpdater(problem.Weights, new OptimiserRecipe { Kind = kind, Relative = relative }, 0.9, clip: 1))
        {
            Step(0);
            var afterOne = Tensor.TotalCount;
            for (var step = 1; step < Steps; step++)
                Step(step);
            _ = Stored(updater);
            updater.Swap();
            Tensor.TotalCount.ShouldBeLessThanOrEqualTo(afterOne);

            void Step(int step)
            {
                problem.Backward(step);
                updater.Step(1);
            }
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [Fact]
    public void Weights_that_cannot_be_trained_are_refused_by_name()
    {
        using var problem = new SmallProblem(rate: 0.1);
        static string Refusal(params TrainableWeight[] weights) =>
            Should.Throw<ArgumentException>(() => new WeightUpdater(weights, new OptimiserRecipe()).Dispose()).Message;

        Refusal().ShouldContain("no weight");
        Refusal(problem.Weights[0], problem.Weights[1] with { Name = "lower.weight" }).ShouldContain("'lower.weight'");
        problem.Weights[1].Value.requires_grad = false;
        Refusal([.. problem.Weights]).ShouldContain("'lower.bias' is frozen");
    }

    private static void ShouldStepAs(OptimiserRecipe recipe, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> make)
    {
        using var ours = new SmallProblem(rate: 0.02);
        using var theirs = new SmallProblem(rate: 0.02);
        using var expected = make(theirs.Parameters);
        using var updater = new WeightUpdater(ours.Weights, recipe);
        for (var step = 0; step < Steps; step++)
        {
            ours.Backward(step);
            updater.Step(1);
            expected.zero_grad();
            theirs.Backward(step);
            expected.step();
        }

        ours.Values().Zip(theirs.Values(), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
    }

    private static double Factor(int step) => 1.0 / (1 + step);

    private static double Rms(Tensor values) => values.detach().Square().mean().sqrt().item<float>();

    private static byte[] Stored(WeightUpdater updater)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, updater.State());
        return stream.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
