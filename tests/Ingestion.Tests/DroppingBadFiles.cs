using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

public sealed class DroppingBadFiles : InboxTest
{
    public static TheoryData<string, byte[], string, string> BadContent => new()
    {
        { "nevus/text.jpg", "This is no picture."u8.ToArray(), "notAnImage", "" },
        { "nevus/empty.jpg", [], "empty", "" },
        { "nevus/header only.jpg", Pictures.Jpeg()[..40], "truncated", "" },
        { "nevus/bomb.png", Pictures.PngDeclaring(60_000, 60_000), "tooManyPixels", "60000 × 60000" },
        { "nevus/animated.gif", Pictures.AnimatedGif(), "unsupportedFormat", "GIF" },
        { "nevus/photos.zip", Pictures.Zip(), "notAnImage", "" },
        { "nevus/my labels.csv", "filename,label\na.jpg,nevus\n"u8.ToArray(), "notAnImage", "name it 'labels.csv'" },
    };

    [Theory]
    [MemberData(nameof(BadContent), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_usable_picture_is_kept_with_the_reason(string key, byte[] bytes, string reason, string part)
    {
        var rejected = await DropAndSweepAsync<ImageRejected>(key, bytes);

        await ShouldBeKeptAsync(rejected, key, reason, bytes);
        rejected.Message.ShouldContain(part);
        (await KeysAsync(Buckets.Images, Keys.Images)).ShouldBeEmpty();
        Published<ImageIngested>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("photo.jpg", "badKey", "'unlabelled/photo.jpg'")]
    [InlineData("a/b/photo.jpg", "badKey", "nested folders")]
    [InlineData("<script>/photo.jpg", "badLabel", "Rename the folder")]
    [InlineData("---/photo.jpg", "badLabel", "no letter or digit")]
    [InlineData("😀/photo.jpg", "badLabel", "'😀'")]
    public async Task A_key_that_gives_no_label_is_refused_with_the_remedy(string key, string reason, string part)
    {
        var rejected = await DropAndSweepAsync<ImageRejected>(key, Pictures.Jpeg());

        await ShouldBeKeptAsync(rejected, key, reason, Pictures.Jpeg());
        rejected.Message.ShouldContain(part);
    }

    [Fact]
    public async Task A_file_of_100_MB_is_moved_without_being_held_in_memory()
    {
        await using (var large = File.Create(PathInInbox("nevus/huge.tif")))
            large.SetLength(100_000_000);
        var before = GC.GetTotalAllocatedBytes();
        await SweepAsync();

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(20_000_000);
        var rejected = Published<ImageRejected>().ShouldHaveSingleItem();
        (rejected.DropKey, rejected.Reason).ShouldBe(("nevus/huge.tif", "tooLarge"));
        rejected.Message.ShouldContain("95.4 MiB");
        rejected.Message.ShouldContain("Lesion:Ingestion:MaxBytes");
        (await Store.HeadAsync(Buckets.Images, rejected.Quarantined.Key, Cancellation))!.Size.ShouldBe(100_000_000);
        await InboxShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("nevus/../../lesion-images/x")]
    [InlineData("/etc/passwd")]
    public async Task A_key_that_climbs_out_touches_nothing_and_stops_nothing(string key)
    {
        await Inbox.IngestAsync(key, DropSource.Upload, Harness.Bus, Cancellation);
        await DropAndSweepAsync<ImageIngested>("nevus/good.jpg", Pictures.Jpeg());
    }

    [Fact]
    public async Task A_file_whose_name_no_key_can_have_stays_and_stops_nothing()
    {
        var path = PathInInbox("nevus/back\\slash.jpg");
        await File.WriteAllBytesAsync(path, Pictures.Jpeg(), Cancellation);
        await DropAndSweepAsync<ImageIngested>("nevus/good.jpg", Pictures.Jpeg());

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Bad_files_among_good_ones_stop_none_of_them()
    {
        for (var i = 0; i < 10; i++)
        {
            await DropAsync($"nevus/{i}.jpg", Pictures.Jpeg(100 + i));
            await DropAsync($"nevus/{i}.txt", $"text {i}");
        }

        await SweepAsync();

        Published<ImageIngested>().Count.ShouldBe(10);
        Published<ImageRejected>().Count.ShouldBe(10);
        (await KeysAsync(Buckets.Images, Keys.Quarantine)).Count.ShouldBe(10);
        await InboxShouldBeEmptyAsync();
    }
}
