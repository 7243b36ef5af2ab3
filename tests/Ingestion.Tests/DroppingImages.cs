using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

public sealed class DroppingImages : InboxTest
{
    [Fact]
    public async Task An_image_is_stored_under_its_hash_with_its_drop_and_leaves_the_inbox()
    {
        var jpeg = Pictures.Jpeg();
        var ingested = await DropAndSweepAsync<ImageIngested>("Melanoma/one.jpg", jpeg);

        var id = Convert.ToHexStringLower(SHA256.HashData(jpeg));
        (ingested.ImageId, ingested.Format, ingested.Width, ingested.Height, ingested.Bytes)
            .ShouldBe((id, "jpeg", 64, 48, jpeg.Length));
        (ingested.Drop.Key, ingested.Drop.Label, ingested.Drop.Group, ingested.Drop.DroppedAt)
            .ShouldBe(("Melanoma/one.jpg", "melanoma", null, Time.GetUtcNow()));
        (await Store.GetBytesAsync(Buckets.Images, Keys.Image(id), Cancellation)).ShouldBe(jpeg);
        (await Store.GetJsonAsync<DropRecord>(Buckets.Images, Keys.Drop(id, ingested.Drop.DropId), Cancellation))
            .ShouldBe(ingested.Drop);
        await InboxShouldBeEmptyAsync();
    }

    [Fact]
    public async Task What_a_lost_message_said_can_be_read_from_the_stored_image()
    {
        var ingested = await DropAndSweepAsync<ImageIngested>("nevus/one.png", Pictures.Png());

        var info = (await Store.HeadAsync(Buckets.Images, ingested.Image.Key, Cancellation)).ShouldNotBeNull();
        info.ContentType.ShouldBe("image/png");
        info.Metadata[ObjectMetadata.Format].ShouldBe("png");
        (info.Metadata[ObjectMetadata.Width], info.Metadata[ObjectMetadata.Height]).ShouldBe(("64", "48"));
    }

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "jpeg", Pictures.Jpeg() }, { "png", Pictures.Png() }, { "webp", Pictures.WebP() }, { "tiff", Pictures.Tiff() },
    };

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public async Task The_bytes_tell_the_format_whatever_the_name(string format, byte[] bytes) =>
        (await DropAndSweepAsync<ImageIngested>("nevus/picture", bytes)).Format.ShouldBe(format);

    [Theory]
    [InlineData("unlabelled/a.jpg", null)]
    [InlineData("Unlabelled/a.jpg", null)]
    [InlineData("Basal Cell Carcinoma/a.jpg", "basal cell carcinoma")]
    [InlineData("Mélanome/ü ñ.jpg", "mélanome")]
    public async Task The_folder_gives_the_label(string key, string? label) =>
        (await DropAndSweepAsync<ImageIngested>(key, Pictures.Jpeg())).Drop.Label.ShouldBe(label);

    [Theory]
    [InlineData("patient 7", "patient 7")]
    [InlineData("M%C3%BCller", "Müller")]
    public async Task The_uploader_may_give_a_group(string metadata, string group)
    {
        var options = new PutOptions { Metadata = new Dictionary<string, string> { [ObjectMetadata.Group] = metadata } };

        (await DropAndSweepAsync<ImageIngested>("nevus/a.jpg", Pictures.Jpeg(), options)).Drop.Group.ShouldBe(group);
    }

    [Fact]
    public async Task The_same_bytes_under_two_names_are_one_image_with_two_drops()
    {
        await DropAsync("nevus/a.jpg", Pictures.Jpeg());
        await DropAsync("melanoma/b.jpg", Pictures.Jpeg());
        await SweepAsync();

        (await KeysAsync(Buckets.Images, Keys.Images)).ShouldHaveSingleItem();
        (await KeysAsync(Buckets.Images, Keys.Drops)).Count.ShouldBe(2);
        Published<ImageIngested>().Select(ingested => ingested.Drop.Label).ShouldBe(["nevus", "melanoma"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_key_that_is_used_again_is_another_drop()
    {
        await DropAsync("nevus/a.jpg", Pictures.Jpeg());
        await SweepAsync();
        await DropAsync("nevus/a.jpg", Pictures.Jpeg());
        await SweepAsync();

        (await KeysAsync(Buckets.Images, Keys.Drops)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_copied_into_the_folder_is_taken_in_with_its_time()
    {
        var path = PathInInbox("nevus/by hand.jpg");
        await File.WriteAllBytesAsync(path, Pictures.Jpeg(), Cancellation);
        var copied = new DateTimeOffset(File.GetLastWriteTimeUtc(path));
        await SweepAsync();

        Published<ImageIngested>().ShouldHaveSingleItem().Drop.DroppedAt.ShouldBe(copied);
        await InboxShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Asking_for_a_key_many_times_at_once_takes_it_in_once()
    {
        await DropAsync("nevus/a.jpg", Pictures.Jpeg());

        await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => Inbox.IngestAsync("nevus/a.jpg", DropSource.Upload, Harness.Bus, Cancellation), Cancellation)));

        Published<ImageIngested>().ShouldHaveSingleItem();
        await InboxShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_key_under_which_nothing_lies_is_no_error()
    {
        await Inbox.IngestAsync("nevus/gone.jpg", DropSource.Upload, Harness.Bus, Cancellation);

        Published<ImageIngested>().ShouldBeEmpty();
    }
}
