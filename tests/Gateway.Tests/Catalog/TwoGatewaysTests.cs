using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Projection;
using Lesion.Gateway.Tests.Support;
using Lesion.Gateway.Trainings;
using Lesion.Imaging;
using Lesion.Storage;
using Lesion.Storage.Folders;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Tests.Catalog;

/// <summary>Two gateways at work on one PostgreSQL.</summary>
public sealed class TwoGatewaysTests : IAsyncLifetime
{
    private readonly CatalogHome _home = new(CatalogDatabase.Postgres);
    private EmptyCatalog _one = null!;
    private EmptyCatalog _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _one = await EmptyCatalog.OfAsync(_home);
        _other = await EmptyCatalog.OfAsync(_home);
    }

    [Fact]
    public async Task The_same_events_at_the_same_time_give_the_catalog_that_one_gateway_makes()
    {
        await using var alone = await EmptyCatalog.CreateAsync();
        await ProjectAsync(alone, ProjectionTests.Events);
        var expected = await alone.ImageAsync();

        for (var seed = 0; seed < 5; seed++)
        {
            await _one.Schema.EmptyAsync(Cancellation);
            await Task.WhenAll(
                ProjectAsync(_one, Shuffled(seed)), ProjectAsync(_other, Shuffled(seed)), ProjectAsync(_other, Shuffled(-seed)));
            (await _one.ImageAsync()).ShouldBe(expected, $"with seed {seed}");
        }
    }

    [Fact]
    public async Task Of_different_drops_of_one_image_none_is_lost()
    {
        var id = Samples.Id("dropped often");
        Func<CatalogContext, Task>[] DropsInto(string label) => [.. Enumerable.Range(0, 20).Select(i =>
            new Func<CatalogContext, Task>(rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(id, $"{label}/{i}.jpg"))))];

        await Task.WhenAll(ProjectAsync(_one, DropsInto("benign")), ProjectAsync(_other, DropsInto("malignant")));

        await using var rows = await _one.OpenAsync();
        (await rows.Drops.CountAsync(Cancellation)).ShouldBe(40);
        (await rows.Images.SingleAsync(Cancellation)).LabelState.ShouldBe(LabelState.Conflicted);
    }

    [Fact]
    public async Task A_dataset_that_another_was_frozen_before_is_made_again_on_its_folds()
    {
        await FillAsync();
        var image = Samples.Id("0");
        var fold = await NaturalFoldAsync(image) == 0 ? 1 : 0;
        using var freezer = FreezerOf(_one);

        await using var rows = await _other.OpenAsync();
        await using var turn = await rows.Database.BeginTransactionAsync(Cancellation);
        await rows.TakeWriteTurnAsync();
        var freezing = freezer.FreezeAsync(Request("t1"), Cancellation);
        await WaitsForItsTurnAsync();
        await ImageProjection.ApplyAsync(rows, new DatasetManifest
        {
            Id = "other",
            Classes = ["benign", "malignant"],
            Recipe = CanonicalRecipe.Default.Id,
            Images = [new DatasetImage { ImageId = image, Label = "benign", Group = image, Fold = fold, Split = Split.Train }],
        });
        await rows.SaveChangesAsync(Cancellation);
        await turn.CommitAsync(Cancellation);

        var dataset = await ReadAsync(await freezing);
        dataset.Images.Single(row => row.ImageId == image).Fold.ShouldBe(fold);
        await using var after = await _one.OpenAsync();
        (await after.Images.SingleAsync(row => row.Id == image, Cancellation)).Fold.ShouldBe(fold);
    }

    [Fact]
    public async Task One_training_that_both_freeze_gets_one_dataset()
    {
        await FillAsync();
        using var one = FreezerOf(_one);
        using var other = FreezerOf(_other);

        var datasets = await Task.WhenAll(
            one.FreezeAsync(Request("t1"), Cancellation), other.FreezeAsync(Request("t1"), Cancellation));

        datasets[0].ShouldBe(datasets[1]);
        await using var rows = await _one.OpenAsync();
        (await rows.Datasets.CountAsync(Cancellation)).ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _home.Dispose();
    }

    private static Func<CatalogContext, Task>[] Shuffled(int seed)
    {
        var shuffled = ProjectionTests.Events.Concat(ProjectionTests.Events).ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>One after the other, so that the two take turns as often as can be.</summary>
    private static async Task ProjectAsync(EmptyCatalog catalog, IEnumerable<Func<CatalogContext, Task>> events)
    {
        foreach (var apply in events)
        {
            await catalog.Writer.WriteAsync(apply, Cancellation);
        }
    }

    private async Task FillAsync()
    {
        await _one.Writer.WriteAsync(
            async rows =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var id = Samples.Id($"{i}");
                    await ImageProjection.ApplyAsync(rows, Samples.Ingested(id, $"{(i % 2 == 0 ? "benign" : "malignant")}/{i}.jpg"));
                    await ImageProjection.ApplyAsync(rows, Samples.Prepared(id));
                }
            },
            Cancellation);
        await _one.Schema.MarkCompleteAsync(generation: 0, Cancellation);
        await _other.Schema.ReadStateAsync(Cancellation);
    }

    private DatasetFreezer FreezerOf(EmptyCatalog catalog) =>
        new(catalog.Contexts, catalog.Writer, catalog.Schema, Store());

    private FolderObjectStore Store() => new(Path.Combine(_home.Folder.Path, "objects"), TimeProvider.System);

    private async Task<DatasetManifest> ReadAsync(ObjectReference at) =>
        (await Store().GetJsonAsync<DatasetManifest>(at.Bucket, at.Key, Cancellation))!;

    private async Task<int> NaturalFoldAsync(string imageId)
    {
        var recipe = CanonicalRecipe.Default.Id;
        await using var rows = await _one.OpenAsync();
        return DatasetBuilder.Build(await DatasetCandidates.LoadAsync(rows, recipe, Cancellation), recipe, null)
            .Images.Single(image => image.ImageId == imageId).Fold;
    }

    /// <summary>Until a writer waits for the turn that the test has.</summary>
    private async Task WaitsForItsTurnAsync()
    {
        await using var rows = await _one.OpenAsync();
        while (await rows.Database.SqlQueryRaw<int>(
            "SELECT COUNT(*)::int AS \"Value\" FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            + " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted").SingleAsync(Cancellation) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
        }
    }

    private static TrainingRequest Request(string id) =>
        new() { TrainingId = id, RequestedAt = Samples.Noon, Preset = "fast", Seed = 1 };
}
