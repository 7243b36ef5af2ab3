using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Messages come in the opposite order: the last drop first, and what became of an image before the image.</summary>
public sealed class ReorderedMessageTests : FaultTest
{
    private const string ToPrepare = "lesion.preprocessing.image-ingested";
    private const string ToKnow = "lesion.gateway.image-ingested";
    private static readonly string[] Outcomes = ["lesion.gateway.image-prepared", "lesion.gateway.image-rejected"];

    protected override IReadOnlyDictionary<string, string> Settings => NoSweeps;

    protected override bool GivesWord => false;

    [Fact]
    public async Task Any_order_comes_to_the_same()
    {
        var preprocessing = Deployed.Of(Service.Preprocessing).Single();
        Deployed.Gateway.Freeze();
        preprocessing.Freeze();

        await Stream.DropAsync(Files, Cancellation);
        foreach (var file in Stream.Dropped.Reverse())
            await Client.PublishAsync("lesion.inbox-object-dropped", new Contracts.InboxObjectDropped { Key = file.Key }, Cancellation);
        await Until.IsTrueAsync("all is ingested", async () => await CountAsync(Keys.Drops) >= Good.Count, Cancellation);
        await EmptyAsync("lesion.ingestion.inbox-object-dropped");

        (await ReverseAsync(ToPrepare)).ShouldBeGreaterThan(Stretch);
        preprocessing.Thaw();
        await Until.IsTrueAsync("all is prepared", async () => await CountAsync(Keys.PreparedRoot) == Pictures, Cancellation);
        await EmptyAsync(ToPrepare);

        var last = await Client.DrainAsync(ToKnow, Cancellation);
        last.Count.ShouldBeGreaterThan(Stretch);
        foreach (var queue in Outcomes)
            await ReverseAsync(queue);
        Deployed.Gateway.Thaw();
        foreach (var queue in Outcomes)
            await EmptyAsync(queue);
        foreach (var body in last.Reverse())
            await Client.SendAsync(ToKnow, body, Cancellation);

        await SettleAsync();
    }

    private List<DroppedFile> Good => [.. Stream.Dropped.Where(file => file.Refusal is null)];

    private int Pictures => Good.DistinctBy(file => file.ImageId).Count();

    private async Task<int> ReverseAsync(string queue)
    {
        var bodies = await Client.DrainAsync(queue, Cancellation);
        foreach (var body in bodies.Reverse())
            await Client.SendAsync(queue, body, Cancellation);
        return bodies.Count;
    }

    private Task EmptyAsync(string queue) => Until.IsTrueAsync(
        $"'{queue}' is empty", async () => await Client.CountAsync(queue, Cancellation) == 0, Cancellation);

    private ValueTask<int> CountAsync(string prefix) =>
        Deployed.Store.ListAsync(Buckets.Images, prefix, cancellationToken: Cancellation).CountAsync(Cancellation);
}
