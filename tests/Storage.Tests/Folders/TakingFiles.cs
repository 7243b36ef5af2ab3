using System.Runtime.Versioning;

namespace Lesion.Storage.Tests.Folders;

public sealed class TakingFiles : FolderStoreTest
{
    private static readonly PutOptions WithGroup = new() { Metadata = new Dictionary<string, string> { ["group"] = "p7" } };

    [Fact]
    public async Task What_is_taken_is_hidden_until_it_is_removed_for_good()
    {
        await PutAsync("nevus/a", "one", WithGroup);

        await using (var taken = (await Store.TakeAsync(Bucket, "nevus/a", Cancellation)).ShouldNotBeNull())
        {
            (await ReadAsync(taken)).ShouldBe("one");
            taken.Info.Metadata["group"].ShouldBe("p7");
            (await KeysAsync()).ShouldBeEmpty();
            await taken.RemoveAsync(Cancellation);
        }

        (await KeysAsync()).ShouldBeEmpty();
        FilesAside().ShouldBeEmpty();
        Directory.GetFiles(Root[".system/meta"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_taken_nobody_else_can_take_from_here_or_from_another_process()
    {
        await PutAsync("k", "one");
        await using var taken = await Store.TakeAsync(Bucket, "k", Cancellation);

        (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldBeNull();
        (await Reopen().TakeAsync(Bucket, "k", Cancellation)).ShouldBeNull();
        (await Reopen().ListAsync(Bucket, cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_takers_one_gets_it()
    {
        await PutAsync("k", "one");
        var stores = new[] { Store, Reopen() };

        var takers = await Task.WhenAll(Enumerable.Range(0, 16).Select(taker =>
            Task.Run(() => stores[taker % 2].TakeAsync(Bucket, "k", Cancellation), Cancellation)));

        var taken = takers.Where(taker => taker is not null).ToList().ShouldHaveSingleItem()!;
        await taken.DisposeAsync();
    }

    [Fact]
    public async Task Given_back_while_the_key_is_occupied_it_waits_aside_and_is_taken_first()
    {
        await PutAsync("k", "old", WithGroup);
        var taken = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        await PutAsync("k", "new");
        await taken.DisposeAsync();

        (await KeysAsync()).ShouldBe(["k"]);
        await using (var first = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull())
        {
            (await ReadAsync(first)).ShouldBe("old");
            first.VersionId.ShouldBe(taken.VersionId);
            first.Info.Metadata["group"].ShouldBe("p7");
            await first.RemoveAsync(Cancellation);
        }

        await using var second = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        (await ReadAsync(second)).ShouldBe("new");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_taker_held_is_listed_in_its_place_and_taken_under_the_same_version(bool byHand)
    {
        await PutAsync("a", "a");
        await PutAsync("c", "c");
        if (byHand)
            DropByHand("b", "held");
        else
            await PutAsync("b", "held", WithGroup);
        var version = await KillTakerAsync("b");

        (await KeysAsync()).ShouldBe(["a", "b", "c"]);
        (await KeysAsync("b")).ShouldBe(["b"]);
        (await KeysAsync(startAfter: "b")).ShouldBe(["c"]);
        await using var again = (await Reopen().TakeAsync(Bucket, "b", Cancellation)).ShouldNotBeNull();
        (await ReadAsync(again)).ShouldBe("held");
        again.VersionId.ShouldBe(version);
        again.Info.Metadata.Count.ShouldBe(byHand ? 0 : 1);
        await again.RemoveAsync(Cancellation);
        (await KeysAsync()).ShouldBe(["a", "c"]);
        FilesAside().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_lock_that_a_killed_taker_left_after_its_work_goes_at_the_next_start()
    {
        await PutAsync("held", "x");
        await using var held = await Store.TakeAsync(Bucket, "held", Cancellation);
        var left = Root[$".system/taken/{Bucket}/0123-4-5.lock"];
        File.WriteAllBytes(left, []);
        Time.Advance(TimeSpan.FromDays(1));
        Reopen();

        File.Exists(left).ShouldBeFalse();
        FilesAside().Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_written_to_while_it_is_taken_is_not_removed_but_given_back()
    {
        var path = DropByHand("k", "half");
        await using var copy = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var taken = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        copy.Write(" and half"u8);
        copy.Flush();

        await Should.ThrowAsync<PreconditionFailedException>(() => taken.RemoveAsync(Cancellation));
        await taken.DisposeAsync();

        (await ReadAsync("k")).ShouldBe("half and half");
        await using var again = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        again.VersionId.ShouldNotBe(taken.VersionId);
        await again.RemoveAsync(Cancellation);
    }

    [Fact]
    public async Task A_copy_with_the_time_and_size_of_one_being_worked_on_waits_its_turn()
    {
        DropByHand("k", "one");
        await using (var taken = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull())
        {
            DropByHand("k", "two");
            (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldBeNull();
            await taken.RemoveAsync(Cancellation);
        }

        await using var next = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        (await ReadAsync(next)).ShouldBe("two");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_may_not_be_read_or_moved_stays_where_it_is_and_says_so()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The super-user may read and move everything.");
        var unreadable = DropByHand("nevus/unreadable.jpg", "x");
        File.SetUnixFileMode(unreadable, UnixFileMode.None);
        DropByHand("locked/immovable.jpg", "x");
        File.SetUnixFileMode(Root[$"{Bucket}/locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        DropByHand("closed/hidden.jpg", "x");
        File.SetUnixFileMode(Root[$"{Bucket}/closed"], UnixFileMode.None);

        (await KeysAsync()).ShouldBe(["locked/immovable.jpg", "nevus/unreadable.jpg"]);
        foreach (var key in await KeysAsync())
        {
            (await Should.ThrowAsync<ObjectUnreadableException>(() => Store.TakeAsync(Bucket, key, Cancellation)))
                .Message.ShouldContain(key);
        }

        (await KeysAsync()).ShouldBe(["locked/immovable.jpg", "nevus/unreadable.jpg"]);
        File.SetUnixFileMode(Root[$"{Bucket}/locked"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Root[$"{Bucket}/closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Leaves the files as a kill leaves them: aside, and the lock free.</summary>
    private async Task<string> KillTakerAsync(string key)
    {
        var taken = (await Store.TakeAsync(Bucket, key, Cancellation)).ShouldNotBeNull();
        var data = FilesAside().Single(path => !path.EndsWith(".lock", StringComparison.Ordinal));
        await taken.DisposeAsync();
        File.Move(Root[$"{Bucket}/{key}"], data);
        File.WriteAllBytes($"{data}.lock", []);
        return taken.VersionId;
    }

    private string[] FilesAside() =>
        Directory.Exists(Root[$".system/taken/{Bucket}"]) ? Directory.GetFiles(Root[$".system/taken/{Bucket}"]) : [];
}
