using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Batching;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Serving;

[Collection(UndisturbedCollection.Name)]
public sealed class MemoryTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_swaps_take_less_than_a_megabyte_each()
    {
        const int swaps = 200;
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PublishAsync(2, new TinyModel { Bias = 1 });
        await SwapAsync(host, 40);
        var before = Measure();

        await SwapAsync(host, swaps);

        var (managed, all) = Measure();
        (managed - before.Managed).ShouldBeLessThan(swaps * 20_000);
        (all - before.All).ShouldBeLessThan(swaps * Megabyte);
    }

    [Fact]
    public async Task A_hundred_thousand_requests_leave_memory_as_it_was()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        await rig.StartAsync();
        await AskAsync(rig, 20_000);
        var before = Measure();

        await AskAsync(rig, 100_000);

        var (managed, all) = Measure();
        (managed - before.Managed).ShouldBeLessThan(Megabyte);
        (all - before.All).ShouldBeLessThan(32 * Megabyte);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SwapAsync(InferenceHost host, int swaps)
    {
        for (var i = 0; i < swaps; i++)
        {
            var version = 1 + (i % 2);
            await host.PointChampionToAsync(version);
            await host.Get<ModelActivator>().RefreshAsync(Token);
            using var lease = host.Get<ServingModels>().TryLease(ModelTarget.Champion)!;
            lease.Model.Served.Version.ShouldBe(version);
            lease.Model.Run([Pictures.Input(1)]).Count.ShouldBe(1);
        }
    }

    private static async Task AskAsync(BatchingRig rig, int requests)
    {
        var request = rig.Request(1);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async client =>
        {
            for (var i = client; i < requests; i += 32)
            {
                (await rig.AskAsync(request)).ShouldNotBeNull();
            }
        }));
    }

    private static (long Managed, long All) Measure()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
