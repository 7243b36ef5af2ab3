using Lesion.Imaging;
using Lesion.Storage;
using Lesion.Storage.Folders;

namespace Lesion.Preprocessing.Tests;

/// <summary>What it costs to find the few images that nobody has prepared among the many.</summary>
public sealed class UnpreparedImagesTests : IDisposable
{
    private const int Images = 5000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-unprepared-");
    private readonly WatchedStore _store;
    private readonly UnpreparedImages _unprepared;

    public UnpreparedImagesTests()
    {
        _store = new WatchedStore(new FolderObjectStore(_folder.FullName, TimeProvider.System));
        _unprepared = new UnpreparedImages(_store);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_prepared_is_listed_and_never_read()
    {
        int[] lost = [0, 1777, Images - 1];
        await PutAsync(Images, lost);

        (await FindAsync(after: null)).ShouldBe(lost.Select(Id));

        (_store.Lists, _store.Listed, _store.Reads).ShouldBe((2, 2 * Images - lost.Length, 0));
    }

    [Fact]
    public async Task After_an_outage_the_walk_goes_on_after_the_last_page()
    {
        await PutAsync(Images, [100, 4500]);
        _store.ListingsLeft = Images;
        string? last = null;
        List<string> found = [];

        await Should.ThrowAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var page in _unprepared.FindAsync(last, Cancellation))
            {
                last = page.LastImageId;
                found.AddRange(page.Unprepared);
            }
        });
        _store.ListingsLeft = null;
        var before = _store.Listed;
        found.AddRange(await FindAsync(last));

        last.ShouldBe(Id(1999));
        found.ShouldBe([Id(100), Id(4500)]);
        (_store.Listed - before).ShouldBe(2 * 3000 - 1);
    }

    [Fact]
    public async Task Of_an_image_in_quarantine_the_drops_are_read_once()
    {
        await using var host = new PreparationHost(_folder.FullName);
        var broken = await host.IngestAsync(Photographs.TruncatedJpeg(1), "benign/1.jpg");
        await host.StartAsync();
        await host.Heard.NextAsync<Contracts.ImageRejected>();
        var store = new WatchedStore(host.Store);
        var unprepared = new UnpreparedImages(store);

        (await unprepared.WaitingDropsAsync(broken.ImageId, Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        var reads = store.Reads;
        (await unprepared.WaitingDropsAsync(broken.ImageId, Cancellation).CountAsync(Cancellation)).ShouldBe(0);

        (reads, store.Reads).ShouldBe((2, 2));
    }

    private async Task<List<string>> FindAsync(string? after) =>
        await _unprepared.FindAsync(after, Cancellation).SelectMany(page => page.Unprepared).ToListAsync(Cancellation);

    private async Task PutAsync(int images, int[] unprepared)
    {
        for (var image = 0; image < images; image++)
        {
            await _store.PutBytesAsync(Buckets.Images, Keys.Image(Id(image)), default, cancellationToken: Cancellation);
            if (!unprepared.Contains(image))
            {
                var key = Keys.Prepared(CanonicalRecipe.Default.Id, Id(image));
                await _store.PutBytesAsync(Buckets.Images, key, default, cancellationToken: Cancellation);
            }
        }
    }

    private static string Id(int image) => $"{image:x64}";
}
