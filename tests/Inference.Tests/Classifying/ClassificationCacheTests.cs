using System.Diagnostics.Metrics;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Classifying;

public sealed class ClassificationCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("1000", "", 1)]
    [InlineData("0", "", 2)]
    [InlineData("1000", "?explain=true", 2)]
    [InlineData("1000", "?views=1", 2)]
    public async Task The_same_image_is_computed_once_unless_the_request_is_a_special_one(string entries, string query, int runs)
    {
        await using var host = await StartServingAsync(entries);
        using var sizes = new Measurements<int>(host.Get<IMeterFactory>(), "lesion.inference.batch.size");

        var first = await host.ClassifyAsync(Pictures.Png(1), query);
        var second = await host.ClassifyAsync(Pictures.Png(1), query);

        sizes.Seen.Count.ShouldBe(runs);
        second.Probabilities.ShouldBe(first.Probabilities);
        second.ImageId.ShouldBe(first.ImageId);
    }

    [Fact]
    public async Task Hits_and_misses_are_counted()
    {
        await using var host = await StartServingAsync("1000");
        using var lookups = new Measurements<long>(host.Get<IMeterFactory>(), "lesion.inference.cache.lookups");

        await host.ClassifyAsync(Pictures.Png(1));
        await host.ClassifyAsync(Pictures.Png(1));
        await host.ClassifyAsync(Pictures.Png(2));

        lookups.Outcomes.ShouldBe(["miss", "hit", "miss"]);
    }

    [Fact]
    public async Task An_answer_from_memory_says_that_nothing_was_computed_for_it()
    {
        await using var host = await StartServingAsync("1000");

        await host.ClassifyAsync(Pictures.Png(1));
        var known = await host.ClassifyAsync(Pictures.Png(1));

        (known.Timings.QueueMs, known.Timings.ComputeMs).ShouldBe((0, 0));
    }

    [Fact]
    public async Task After_a_swap_the_new_version_answers_and_not_memory()
    {
        await using var host = await StartServingAsync("1000");
        var before = await host.ClassifyAsync(Pictures.Png(1));
        await host.PublishAsync(2, new TinyModel { Bias = 1 });
        await host.PromoteAsync(2);

        var after = await host.ClassifyAsync(Pictures.Png(1));

        after.Model.Version.ShouldBe(2);
        after.Probabilities["malignant"].ShouldNotBe(before.Probabilities["malignant"]);
        (await host.ClassifyAsync(Pictures.Png(1), "?model=1")).Probabilities.ShouldBe(before.Probabilities);
    }

    [Fact]
    public async Task The_answer_that_was_not_asked_for_longest_makes_room()
    {
        await using var host = await StartServingAsync("2");
        using var sizes = new Measurements<int>(host.Get<IMeterFactory>(), "lesion.inference.batch.size");

        foreach (var seed in (int[])[1, 2, 1, 3, 1, 2])
        {
            await host.ClassifyAsync(Pictures.Png(seed));
        }

        // 1 and 2, then 3 in the place of 2, then 2 again.
        sizes.Seen.Count.ShouldBe(4);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InferenceHost> StartServingAsync(string entries)
    {
        var host = await InferenceHost.StartAsync(_folder, ("Lesion:Inference:CacheEntries", entries));
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }
}
