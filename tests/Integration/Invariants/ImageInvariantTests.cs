using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees every way in which an image or a dropped file can be wrong.</summary>
public sealed class ImageInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private string Prepared => Keys.Prepared(CanonicalRecipe.Default.Id, Settled.Good.ImageId);

    [Fact]
    public async Task Nothing_is_wrong_with_a_settled_system() => (await CheckAsync()).ToString().ShouldBe("Every invariant holds.");

    [Fact]
    public async Task A_prepared_image_that_is_gone()
    {
        await using var damage = await Damage.RemoveAsync(Store, Prepared);
        await ShouldFindAsync(Keys.Image(Settled.Good.ImageId), "is prepared 0 times");
        await ShouldFindAsync(Prepared, "is known to the catalog alone");
    }

    [Fact]
    public async Task A_prepared_image_that_cannot_be_read()
    {
        await using var damage = await Damage.PutAsync(Store, Prepared, "no picture"u8.ToArray());
        await ShouldFindAsync(Prepared, "cannot be read");
    }

    [Fact]
    public async Task An_image_that_is_prepared_twice()
    {
        await using var damage = await Damage.PutAsync(Store, Path.ChangeExtension(Prepared, ".webp"), "other"u8.ToArray());
        await ShouldFindAsync(Keys.Image(Settled.Good.ImageId), "is prepared 2 times");
    }

    [Fact]
    public async Task A_prepared_image_of_no_image()
    {
        var key = Keys.Prepared(CanonicalRecipe.Default.Id, new string('0', 64));
        await using var damage = await Damage.PutAsync(Store, key, "other"u8.ToArray());
        await ShouldFindAsync(key, "is of no image");
    }

    [Fact]
    public async Task A_prepared_image_that_lies_in_the_quarantine()
    {
        var key = Keys.Prepared(CanonicalRecipe.Default.Id, Settled.CutShort.ImageId);
        await using var damage = await Damage.PutAsync(Store, key, "other"u8.ToArray());
        await ShouldFindAsync(key, "lies in the quarantine");
    }

    [Fact]
    public async Task A_prepared_image_of_which_the_catalog_knows_something_else()
    {
        var info = await Store.HeadAsync(Buckets.Images, Prepared, Cancellation);
        var bytes = await Store.GetBytesAsync(Buckets.Images, Prepared, Cancellation);
        var other = new Dictionary<string, string>(info!.Metadata) { [ObjectMetadata.PerceptualHash] = new('f', 64) };
        await using var damage = await Damage.PutAsync(Store, Prepared, bytes!, other);
        await ShouldFindAsync(Prepared, "is not known to the catalog");
    }

    [Fact]
    public async Task An_image_that_is_gone()
    {
        await using var damage = await Damage.RemoveAsync(Store, Keys.Image(Settled.Good.ImageId));
        await ShouldFindAsync(Keys.Drop(Settled.Good.ImageId, Settled.Good.DropId), "which is not there");
    }

    [Fact]
    public async Task An_image_of_other_bytes()
    {
        await using var damage = await Damage.PutAsync(Store, Keys.Image(Settled.Good.ImageId), "other"u8.ToArray());
        await ShouldFindAsync(Keys.Image(Settled.Good.ImageId), "does not hold the bytes");
    }

    [Fact]
    public async Task An_image_that_was_never_dropped()
    {
        var key = Keys.Image(new string('0', 64));
        await using var damage = await Damage.PutAsync(Store, key, "other"u8.ToArray());
        await ShouldFindAsync(key, "has no record of a drop");
        await ShouldFindAsync(key, "is not known to the catalog");
    }

    [Fact]
    public async Task A_drop_that_is_lost()
    {
        await using var damage = await Damage.RemoveAsync(Store, Keys.Drop(Settled.Lone.ImageId, Settled.Lone.DropId));
        await ShouldFindAsync(Settled.Lone.Key, "is lost");
    }

    [Fact]
    public async Task A_drop_that_is_recorded_twice()
    {
        var record = await Store.GetBytesAsync(Buckets.Images, Keys.Drop(Settled.Good.ImageId, Settled.Good.DropId), Cancellation);
        var second = Keys.Drop(Settled.Good.ImageId, "second");
        await using var damage = await Damage.PutAsync(Store, second, record!);
        await ShouldFindAsync(Settled.Good.Key, "has 2 records of its drop");
        await ShouldFindAsync(second, "does not lie where its content says");
    }

    [Fact]
    public async Task A_drop_under_another_image()
    {
        var key = Keys.Drop(Settled.Good.ImageId, Settled.Good.DropId);
        var record = await Store.GetJsonAsync<DropRecord>(Buckets.Images, key, Cancellation);
        var other = JsonSerializer.SerializeToUtf8Bytes(record! with { ImageId = Settled.Lone.ImageId }, LesionJson.Options);
        await using var damage = await Damage.PutAsync(Store, key, other);
        await ShouldFindAsync(key, "names another image");
    }

    [Fact]
    public async Task A_drop_that_nobody_dropped()
    {
        var id = DroppedFile.IdOf("benign/phantom.jpg", "1");
        var phantom = new DropRecord
        {
            DropId = id,
            ImageId = Settled.Good.ImageId,
            Key = "benign/phantom.jpg",
            VersionId = "1",
            DroppedAt = DateTimeOffset.UnixEpoch,
        };
        var key = Keys.Drop(phantom.ImageId, id);
        await using var damage = await Damage.PutAsync(Store, key, JsonSerializer.SerializeToUtf8Bytes(phantom, LesionJson.Options));
        await ShouldFindAsync(key, "nobody dropped");
        await ShouldFindAsync(key, "is not known to the catalog");
    }
}
