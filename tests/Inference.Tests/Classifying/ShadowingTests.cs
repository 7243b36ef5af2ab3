using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.Inference.Batching;
using Lesion.Inference.Classifying;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Classifying;

public sealed class ShadowingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_challenger_sees_the_image_after_the_answer_and_both_are_recorded(bool byHttp)
    {
        await using var host = await StartServingAsync(share: 1);
        await host.ChallengeAsync(2);

        await AskAsync(host, byHttp);

        var first = await host.Classified.NextAsync();
        var second = await host.Classified.NextAsync();
        (first.Classification!.Model.Version, first.Shadow).ShouldBe((1, null));
        (second.RequestId, second.Classification!.Model.Version, second.Shadow!.Model.Version).ShouldBe((first.RequestId, 1, 2));
        using var challenger = new TinyModel { Bias = 1 }.Load();
        second.Shadow.Probabilities.ShouldBe(challenger.Classify(Pictures.Png(1)).Probabilities);
        var key = Keys.Classification(first.ClassifiedAt, first.RequestId);
        var stored = await host.Store.GetJsonAsync<ImageClassified>(Buckets.Models, key, Token);
        (stored!.Classification!.Model.Version, stored.Shadow!.Model.Version).ShouldBe((1, 2));
    }

    [Fact]
    public async Task An_image_is_shown_to_the_challenger_that_there_is_when_it_was_answered_if_any()
    {
        await using var host = await StartServingAsync(share: 1);
        await host.PublishAsync(3, new TinyModel { Bias = 2 });
        await host.ChallengeAsync(2);
        var record = host.Held.HoldAt(Keys.Classifications);
        var answer = host.ClassifyAsync(Pictures.Png(1));
        await record.ReachedAsync();
        await host.Store.DeleteAsync(Buckets.Models, Keys.Alias("challenger"), Token);
        await host.Get<ModelActivator>().RefreshAsync(Token);
        record.Release();
        await answer;

        await host.ChallengeAsync(3);
        await host.ClassifyAsync(Pictures.Png(2));

        int?[] shadows =
        [
            (await host.Classified.NextAsync()).Shadow?.Model.Version,
            (await host.Classified.NextAsync()).Shadow?.Model.Version,
            (await host.Classified.NextAsync()).Shadow?.Model.Version,
        ];
        shadows.ShouldBe([null, null, 3]);
    }

    [Fact]
    public async Task A_challenger_that_gives_no_answer_leaves_the_champions_as_it_is_and_is_counted()
    {
        await using var host = await StartServingAsync(share: 1);
        await host.ChallengeAsync(2);
        using var shadows = new Measurements<long>(host.Get<IMeterFactory>(), "lesion.inference.shadows");
        var record = host.Held.HoldAt(Keys.Classifications);
        var answer = host.ClassifyAsync(Pictures.Png(1));
        await record.ReachedAsync();
        await host.Get<Batcher>().StopAsync(Token);
        record.Release();

        (await answer).Model.Version.ShouldBe(1);
        while (shadows.Outcomes.Count == 0)
        {
            await Task.Yield();
        }

        shadows.Outcomes.ShouldBe(["failed"]);
        var told = await host.Classified.NextAsync();
        var stored = await host.Store.GetJsonAsync<ImageClassified>(
            Buckets.Models, Keys.Classification(told.ClassifiedAt, told.RequestId), Token);
        (stored!.Classification!.Model.Version, stored.Shadow).ShouldBe((1, null));
    }

    [Fact]
    public void About_the_share_of_images_is_sampled_the_same_ones_every_time_and_a_larger_share_holds_a_smaller()
    {
        var ids = Enumerable.Range(0, 4000).Select(i => ImageId.Of(BitConverter.GetBytes(i))).ToList();

        var quarter = ids.FindAll(id => Shadowing.IsSampled(id, 0.25));
        var half = ids.FindAll(id => Shadowing.IsSampled(id, 0.5));

        quarter.Count.ShouldBeInRange(900, 1100);
        quarter.ShouldAllBe(id => half.Contains(id));
        ids.ShouldAllBe(id => Shadowing.IsSampled(id, 1) && !Shadowing.IsSampled(id, 0));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InferenceHost> StartServingAsync(double share)
    {
        var host = await InferenceHost.StartAsync(_folder, ("Lesion:Inference:ShadowShare", $"{share}"));
        await host.PublishAsync(1, new TinyModel());
        await host.PublishAsync(2, new TinyModel { Bias = 1 });
        await host.PromoteAsync(1);
        return host;
    }

    private static async Task AskAsync(InferenceHost host, bool byHttp)
    {
        if (byHttp)
        {
            await host.ClassifyAsync(Pictures.Png(1));
            return;
        }

        await host.Store.PutBytesAsync(Buckets.Requests, "a.png", Pictures.Png(1), cancellationToken: Token);
        await host.Bus.Publish(new ClassifyImage { RequestId = "r", Bucket = Buckets.Requests, Key = "a.png" }, Token);
    }
}
