using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees what lies where nothing, or something else, should lie: inbox, quarantine, queues.</summary>
public sealed class LeftoverInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private const string Words = "lesion.ingestion.inbox-object-dropped";

    [Fact]
    public async Task Files_in_the_inbox_the_one_under_the_other_as_well()
    {
        var files = new[] { MixedFiles.Picture(10, "left"), MixedFiles.Picture(11, "left") };
        var left = new List<DroppedFile>();
        foreach (var bytes in files)
            left.Add(await Settled.Inbox.DropAsync(new FileToDrop("benign/left.jpg", bytes), Cancellation));

        var report = await Settled.Invariants.CheckAsync([.. Settled.Dropped, .. left], cancellationToken: Cancellation);

        report.Violations.Select(violation => violation.ToString()).ShouldBe(
            left.Select(file => $"'{file.Key}' (version {file.VersionId}) still lies in the inbox."), ignoreOrder: true);
        while (await Store.TakeAsync(Buckets.Inbox, "benign/left.jpg", Cancellation) is { } taken)
        {
            await using (taken)
                await taken.RemoveAsync(Cancellation);
        }
    }

    [Fact]
    public async Task A_refused_file_that_is_lost()
    {
        await using var damage = await Damage.RemoveAsync(Store, QuarantineRecord.KeyFor(Settled.Text.DropId, Settled.Text.Key));
        await ShouldFindAsync(Settled.Text.Key, "is lost");
    }

    [Fact]
    public async Task A_refused_file_without_its_reason()
    {
        var key = QuarantineRecord.KeyFor(Settled.Text.DropId, Settled.Text.Key);
        await using var damage = await Damage.PutAsync(Store, key, "No picture."u8.ToArray());
        await ShouldFindAsync(key, "without a reason");
        await ShouldFindAsync(Settled.Text.Key, "does not lie in the quarantine for 'notAnImage'");
    }

    [Fact]
    public async Task A_refused_file_that_lies_there_twice()
    {
        var key = QuarantineRecord.KeyFor(Settled.Text.DropId, "second.txt");
        var record = new QuarantineRecord(Settled.Text.Key, "notAnImage", "No picture.", DateTimeOffset.UnixEpoch);
        await using var damage = await Damage.PutAsync(Store, key, "No picture."u8.ToArray(), record.ToMetadata());
        await ShouldFindAsync(Settled.Text.Key, "2 times");
        await ShouldFindAsync(key, "is not known to the catalog");
    }

    [Fact]
    public async Task A_good_picture_in_the_quarantine()
    {
        var key = QuarantineRecord.KeyFor(Settled.Again.DropId, Settled.Again.Key);
        var record = new QuarantineRecord(Settled.Again.Key, "notAnImage", "It is one.", DateTimeOffset.UnixEpoch);
        await using var damage = await Damage.PutAsync(Store, key, "other"u8.ToArray(), record.ToMetadata());
        await ShouldFindAsync(Settled.Again.Key, "is a good picture and lies in the quarantine");
    }

    [Theory]
    [InlineData(Words)]
    [InlineData($"{Words}.dead-letter")]
    public async Task A_message_that_is_left_unless_it_was_really_bad(string queue)
    {
        await Settled.Client.SendAsync(queue, "{}"u8.ToArray(), Cancellation);
        var one = new Dictionary<string, int> { [queue] = 1 };
        await Until.IsTrueAsync("the broker counts it", async () => (await CheckAsync(one)).IsClean, Cancellation);

        await ShouldFindAsync(queue, "holds 1 messages in place of 0");

        (await Settled.Client.PurgeAsync(queue, Cancellation)).ShouldBe(1u);
        await Until.IsTrueAsync("the broker counts none", async () => (await CheckAsync()).IsClean, Cancellation);
        (await CheckAsync(one)).ToString().ShouldContain($"{queue} holds 0 messages in place of 1");
    }

    [Fact]
    public async Task A_bad_message_that_came_to_no_error_queue() =>
        (await CheckAsync(new Dictionary<string, int> { [$"{Words}.error"] = 1 })).Violations
            .ShouldHaveSingleItem().ToString().ShouldBe($"{Words}.error does not exist; it should hold what was bad.");
}
