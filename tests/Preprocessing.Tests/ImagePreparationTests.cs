using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Preprocessing.Tests;

public sealed class ImagePreparationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lesion-preprocessing-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_ingested_image_is_prepared()
    {
        await using var host = new PreparationHost(_folder);
        await host.StartAsync();
        var original = Photographs.Jpeg(1);
        var ingested = await host.IngestAsync(original, "benign/a.jpg");

        await host.PublishAsync(ingested);
        var prepared = await host.Heard.NextAsync<ImagePrepared>();

        prepared.ImageId.ShouldBe(ingested.ImageId);
        prepared.Recipe.ShouldBe("c1-512");
        (prepared.Width, prepared.Height).ShouldBe((640, 480));
        prepared.Sharpness.ShouldBeGreaterThan(0);
        prepared.Exposure.ShouldBeInRange(0.4, 0.6);
        var canonical = await ReadAsync(host, prepared.Canonical);
        canonical.ShouldBe(CanonicalImage.Make(original, CanonicalRecipe.Default).Png);
        prepared.PerceptualHash.ShouldBe(PerceptualHash.Compute(canonical).ToString());
    }

    [Fact]
    public async Task No_views_are_made_where_none_are_asked_for()
    {
        await using var host = new PreparationHost(_folder);
        await host.StartAsync();

        await host.PublishAsync(await host.IngestAsync(Photographs.Jpeg(1), "benign/a.jpg"));
        var prepared = await host.Heard.NextAsync<ImagePrepared>();

        (prepared.ViewRecipe, prepared.Views).ShouldBe((null, null));
        (await host.Store.ListAsync(Buckets.Images, Keys.ViewsRoot, cancellationToken: Cancellation).AnyAsync(Cancellation))
            .ShouldBeFalse();
    }

    [Fact]
    public async Task As_many_views_are_made_as_are_asked_for()
    {
        await using var host = new PreparationHost(_folder, views: 3);
        await host.StartAsync();
        var original = Photographs.Jpeg(1);
        var ingested = await host.IngestAsync(original, "benign/a.jpg");
        var recipe = new ViewRecipe { Views = 3 };

        await host.PublishAsync(ingested);
        var prepared = await host.Heard.NextAsync<ImagePrepared>();

        prepared.ViewRecipe.ShouldBe(recipe.Id);
        var views = ViewSheet.Decode(await ReadAsync(host, prepared.Views.ShouldNotBeNull()), recipe.Size);
        views.ShouldBe(AugmentedViews.Make(original, ingested.ImageId, recipe).Select(view => view.Pixels));
    }

    [Fact]
    public async Task The_parameters_of_the_views_are_recorded()
    {
        await using var host = new PreparationHost(_folder, views: 4);
        await host.StartAsync();
        var ingested = await host.IngestAsync(Photographs.Jpeg(1), "benign/a.jpg");

        await host.PublishAsync(ingested);
        var prepared = await host.Heard.NextAsync<ImagePrepared>();

        var recorded = await host.Store.GetJsonAsync<RecordedViews>(
            Buckets.Images, Keys.ViewParameters(prepared.ViewRecipe.ShouldNotBeNull(), prepared.ImageId), Cancellation);
        recorded.ShouldNotBeNull();
        recorded.Recipe.ShouldBe(new ViewRecipe());
        recorded.Views.ShouldBe(
            Enumerable.Range(0, 4).Select(k => ViewParameters.Draw(ingested.ImageId, k, new ViewRecipe())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_image_that_is_prepared_already_is_only_announced_again(int views)
    {
        await using var host = new PreparationHost(_folder, views);
        await host.StartAsync();
        var ingested = await host.IngestAsync(Photographs.Jpeg(1), "benign/a.jpg");
        await host.PublishAsync(ingested);
        var first = await host.Heard.NextAsync<ImagePrepared>();
        // Whatever would decode again would fail now.
        await host.Store.DeleteAsync(Buckets.Images, Keys.Image(ingested.ImageId), Cancellation);

        await host.PublishAsync(ingested);

        (await host.Heard.NextAsync<ImagePrepared>()).ShouldBe(first);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    [InlineData(2, 3)]
    public async Task An_image_stays_as_it_was_prepared_when_other_views_are_asked_for(int before, int after)
    {
        ImageIngested ingested;
        ImagePrepared prepared;
        await using (var first = new PreparationHost(_folder, before))
        {
            await first.StartAsync();
            ingested = await first.IngestAsync(Photographs.Jpeg(1), "benign/a.jpg");
            await first.PublishAsync(ingested);
            prepared = await first.Heard.NextAsync<ImagePrepared>();
        }

        await using var second = new PreparationHost(_folder, after);
        var objects = await KeysAsync(second);
        // What the sweep at the start prepares is new.
        var other = await second.IngestAsync(Photographs.Jpeg(2), "benign/b.jpg");
        await second.StartAsync();
        (await second.Heard.NextAsync<ImagePrepared>()).ImageId.ShouldBe(other.ImageId);

        await second.PublishAsync(ingested);

        (await second.Heard.NextAsync<ImagePrepared>()).ShouldBe(prepared);
        (await KeysAsync(second)).Where(key => !key.Contains(other.ImageId)).ShouldBe(objects);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65)]
    public async Task A_number_of_views_that_makes_no_sense_stops_the_start_and_is_named(int views)
    {
        await using var host = new PreparationHost(_folder, views);

        (await Should.ThrowAsync<OptionsValidationException>(host.StartAsync)).Message
            .ShouldContain("Views must be between 0 and 64");
    }

    [Fact]
    public async Task An_image_that_ends_early_goes_to_quarantine_with_its_reason_and_stops_nothing_else()
    {
        await using var host = new PreparationHost(_folder);
        await host.StartAsync();
        var broken = Photographs.TruncatedJpeg(1);
        var ingested = await host.IngestAsync(broken, "malignant/half a picture.jpg");

        await host.PublishAsync(ingested);
        var rejected = await host.Heard.NextAsync<ImageRejected>();

        rejected.DropKey.ShouldBe("malignant/half a picture.jpg");
        rejected.Reason.ShouldBe("truncated");
        rejected.Message.ShouldContain("half a picture.jpg");
        rejected.ImageId.ShouldBe(ingested.ImageId);
        (await ReadAsync(host, rejected.Quarantined)).ShouldBe(broken);
        var kept = await host.Store.HeadAsync(Buckets.Images, rejected.Quarantined.Key, Cancellation);
        QuarantineRecord.FromMetadata(kept!.Metadata).ShouldBe(
            new QuarantineRecord(rejected.DropKey, rejected.Reason, rejected.Message, rejected.RejectedAt, rejected.ImageId));

        await host.PublishAsync(await host.IngestAsync(Photographs.Jpeg(2), "benign/b.jpg"));
        await host.Heard.NextAsync<ImagePrepared>();
    }

    [Fact]
    public async Task What_was_under_way_when_the_process_ended_is_prepared_at_the_next_start()
    {
        var ids = new List<string>();
        await using (var before = new PreparationHost(_folder))
        {
            await before.StartAsync();
            await before.PublishAsync(await before.IngestAsync(Photographs.Jpeg(0), "benign/0.jpg"));
            await before.Heard.NextAsync<ImagePrepared>();
            for (var i = 1; i <= 5; i++)
            {
                ids.Add((await before.IngestAsync(Photographs.Jpeg(i), $"benign/{i}.jpg")).ImageId);
            }
        }

        await using var after = new PreparationHost(_folder);
        await after.StartAsync();

        var prepared = new List<string>();
        foreach (var _ in ids)
        {
            prepared.Add((await after.Heard.NextAsync<ImagePrepared>()).ImageId);
        }

        prepared.Order().ShouldBe(ids.Order());
        after.Heard.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task The_sweep_finds_later_what_no_message_led_to()
    {
        await using var host = new PreparationHost(_folder);
        await host.IngestAsync(Photographs.Jpeg(1), "benign/1.jpg");
        await host.StartAsync();
        await host.Heard.NextAsync<ImagePrepared>();
        var lost = await host.IngestAsync(Photographs.Jpeg(2), "benign/2.jpg");

        host.Time.Advance(new PreprocessingOptions().SweepInterval);

        (await host.Heard.NextAsync<ImagePrepared>()).ImageId.ShouldBe(lost.ImageId);
    }

    [Fact]
    public async Task The_sweep_quarantines_every_drop_of_a_broken_image_once()
    {
        await using (var first = new PreparationHost(_folder))
        {
            await first.IngestAsync(Photographs.TruncatedJpeg(1), "benign/1.jpg");
            await first.IngestAsync(Photographs.TruncatedJpeg(1), "malignant/again.jpg");
            await first.StartAsync();
            string[] keys =
            [
                (await first.Heard.NextAsync<ImageRejected>()).DropKey, (await first.Heard.NextAsync<ImageRejected>()).DropKey,
            ];
            keys.Order().ShouldBe(["benign/1.jpg", "malignant/again.jpg"]);
        }

        await using var second = new PreparationHost(_folder);
        await second.StartAsync();
        // Whatever the sweep at the start had to say would come before this.
        await second.IngestAsync(Photographs.Jpeg(2), "benign/2.jpg");
        second.Time.Advance(new PreprocessingOptions().SweepInterval);

        await second.Heard.NextAsync<ImagePrepared>();
    }

    private static async Task<byte[]> ReadAsync(PreparationHost host, ObjectReference reference) =>
        (await host.Store.GetBytesAsync(reference.Bucket, reference.Key, Cancellation)).ShouldNotBeNull();

    private static async Task<List<string>> KeysAsync(PreparationHost host) =>
        await host.Store.ListAsync(Buckets.Images, cancellationToken: Cancellation)
            .Select(listing => listing.Key)
            .ToListAsync(Cancellation);

    private sealed record RecordedViews(ViewRecipe Recipe, IReadOnlyList<ViewParameters> Views);
}
