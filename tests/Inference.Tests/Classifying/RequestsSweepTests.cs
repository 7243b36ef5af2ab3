using Lesion.Inference.Classifying;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;
using Microsoft.Extensions.Hosting;

namespace Lesion.Inference.Tests.Classifying;

public sealed class RequestsSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pictures_only_to_be_classified_go_after_their_time_and_those_that_are_kept_stay(bool keep)
    {
        await using var host = await InferenceHost.StartAsync(
            _folder, ("Classification:KeepImages", keep ? "true" : "false"));
        var sweep = host.Get<IEnumerable<IHostedService>>().OfType<RequestsSweep>().Single();
        await host.Store.PutBytesAsync(Buckets.Requests, "old.png", Pictures.Png(1), cancellationToken: Token);
        await host.Store.PutBytesAsync(Buckets.Requests, "classified/old", Pictures.Png(1), cancellationToken: Token);
        host.Time.Advance(TimeSpan.FromMinutes(61));
        await host.Store.PutBytesAsync(Buckets.Requests, "new.png", Pictures.Png(2), cancellationToken: Token);

        await sweep.RemoveOldAsync(Token);

        (await host.Store.HeadAsync(Buckets.Requests, "old.png", Token)).ShouldBeNull();
        (await host.Store.HeadAsync(Buckets.Requests, "classified/old", Token) is not null).ShouldBe(keep);
        (await host.Store.HeadAsync(Buckets.Requests, "new.png", Token)).ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();
}
