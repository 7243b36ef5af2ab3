using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

public sealed class HealingWhatWasInterrupted : InboxTest
{
    /// <summary>An image costs three changes: the image, its drop, and the removal from the inbox.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Wherever_an_image_was_interrupted_the_next_sweep_accounts_for_it_exactly_once(int changes)
    {
        await DropAsync("nevus/a.jpg", Pictures.Jpeg());
        using (var failing = InboxOn(new FailingStore(Store, changes)))
        {
            await Should.ThrowAsync<StoreUnavailableException>(() => failing.SweepAsync(Harness.Bus, Cancellation));
        }

        (await KeysAsync(Buckets.Inbox)).ShouldBe(["nevus/a.jpg"]);
        await SweepAsync();

        await InboxShouldBeEmptyAsync();
        (await KeysAsync(Buckets.Images, Keys.Images)).ShouldHaveSingleItem();
        (await KeysAsync(Buckets.Images, Keys.Drops)).ShouldHaveSingleItem();
        Published<ImageIngested>().Distinct().ShouldHaveSingleItem();
    }

    /// <summary>A refused file costs two changes: the copy in the quarantine and the removal.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Wherever_a_refusal_was_interrupted_the_file_is_kept_exactly_once(int changes)
    {
        await DropAsync("nevus/a.jpg", "text");
        using (var failing = InboxOn(new FailingStore(Store, changes)))
        {
            await Should.ThrowAsync<StoreUnavailableException>(() => failing.SweepAsync(Harness.Bus, Cancellation));
        }

        await SweepAsync();

        await InboxShouldBeEmptyAsync();
        (await KeysAsync(Buckets.Images, Keys.Quarantine)).ShouldHaveSingleItem();
        Published<ImageRejected>().Select(rejected => rejected.Quarantined.Key).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_overwritten_while_the_old_one_is_taken_in_is_taken_in_too()
    {
        await DropAsync("nevus/a.jpg", Pictures.Jpeg(100));
        await using (var held = (await Store.TakeAsync(Buckets.Inbox, "nevus/a.jpg", Cancellation)).ShouldNotBeNull())
        {
            await DropAsync("nevus/a.jpg", Pictures.Jpeg(200));
        }

        await SweepAsync();
        await SweepAsync();

        await InboxShouldBeEmptyAsync();
        (await KeysAsync(Buckets.Images, Keys.Images)).Count.ShouldBe(2);
        (await KeysAsync(Buckets.Images, Keys.Drops)).Count.ShouldBe(2);
    }
}
