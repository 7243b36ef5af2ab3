using Lesion.Contracts;

namespace Lesion.Ingestion.Tests;

public sealed class SweepingTheInbox : InboxTest
{
    /// <summary>Two instances that went through it in the listing's order would both read every file.</summary>
    [Fact]
    public async Task Every_file_is_taken_in_once_and_in_an_order_of_this_instances_own()
    {
        var keys = Enumerable.Range(0, 200).Select(i => $"nevus/{i:d3}.jpg").ToList();
        foreach (var key in keys)
            await DropAsync(key, "text");

        await SweepAsync();

        var taken = Published<ImageRejected>().Select(rejected => rejected.DropKey).ToList();
        taken.Order().ShouldBe(keys);
        taken.Select((key, place) => Math.Abs(keys.IndexOf(key) - place)).Max().ShouldBeGreaterThan(20);
    }
}
