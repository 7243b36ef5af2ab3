using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Tests.Projection;

public abstract class ProjectionTests(CatalogDatabase database)
{
    private static readonly string Both = Samples.Id("both");
    private static readonly string Sheeted = Samples.Id("sheeted");
    private static readonly string Settled = Samples.Id("settled");

    internal static readonly Func<CatalogContext, Task>[] Events =
    [
        rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(Both, "benign/a.jpg")),
        rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(Both, "malignant/a.jpg")),
        rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(Both)),
        rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(Sheeted, "benign/b.jpg", "patient 1")),
        rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(Sheeted)),
        rows => ImageProjection.ApplyAsync(rows, Samples.Sheet(
            "s",
            new LabelSheetRow { FileName = "train/benign/b.jpg", Label = "malignant" },
            new LabelSheetRow { FileName = "c.jpg", Label = "malignant", PatientId = "p", Split = Split.Val })),
        rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(Settled, "unlabelled/c.jpg")),
        rows => ImageProjection.ApplyAsync(rows, Samples.PersonsLabel(Settled, "nevus", minute: 1)),
        rows => ImageProjection.ApplyAsync(rows, Samples.PersonsLabel(Settled, "benign", minute: 2)),
        rows => ImageProjection.ApplyAsync(rows, Samples.Rejected("benign/d.jpg")),
        rows => ImageProjection.ApplyAsync(rows, Samples.Rejected("benign/e.jpg", Samples.Id("e"))),
        rows => TrainingProjection.ApplyAsync(rows, new TrainingRequest
        {
            TrainingId = "t1",
            RequestedAt = Samples.Noon,
            Preset = "fast",
            Seed = 1,
        }),
        rows => TrainingProjection.ApplyAsync(rows, Samples.Progress("t1", 0)),
        rows => TrainingProjection.ApplyAsync(rows, Samples.Progress("t1", 1)),
        rows => TrainingProjection.ApplyAsync(rows, Samples.Outcome("t1")),
        rows => ModelProjection.ApplyAsync(rows, Samples.Manifest(1)),
        rows => ModelProjection.ApplyAsync(rows, new ModelActivated { Version = 1, Instance = "i", At = Samples.Noon }),
        rows => ModelProjection.ApplyAsync(
            rows, new ModelActivated { Version = 1, Instance = "i", At = Samples.Noon.AddHours(1), Error = "cut off" }),
        rows => ClassificationProjection.ApplyAsync(rows, Samples.Classified("r1", Both)),
        rows => ClassificationProjection.ApplyAsync(
            rows, Samples.Classified("r1", Both) with { Shadow = Samples.Classified("r1", Both).Classification }),
    ];

    [Fact]
    public async Task In_any_order_and_twice_events_give_the_same_catalog()
    {
        var expected = await ImageOfAsync(Events);
        expected.ShouldContain("conflicted");
        expected.ShouldContain("shadow");

        for (var seed = 0; seed < 4; seed++)
        {
            var shuffled = Events.Concat(Events).ToArray();
            new Random(seed).Shuffle(shuffled);
            (await ImageOfAsync(shuffled)).ShouldBe(expected, $"with seed {seed}");
        }
    }

    [Fact]
    public async Task Labels_come_from_whoever_ranks_highest()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        foreach (var apply in Events)
        {
            await catalog.Writer.WriteAsync(apply, TestContext.Current.CancellationToken);
        }

        await using var rows = await catalog.OpenAsync();
        var images = await rows.Images.ToDictionaryAsync(image => image.Id, TestContext.Current.CancellationToken);
        (images[Both].Label, images[Both].LabelState).ShouldBe((null, LabelState.Conflicted));
        (images[Sheeted].Label, images[Sheeted].LabelSource).ShouldBe(("malignant", LabelSource.Csv));
        (images[Settled].Label, images[Settled].LabelSource).ShouldBe(("benign", LabelSource.Person));
        images[Samples.Id("e")].Rejected.ShouldBe("notAnImage");
    }

    [Fact]
    public async Task A_conflict_ends_when_a_person_decides()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        await catalog.Writer.WriteAsync(Events[0], TestContext.Current.CancellationToken);
        await catalog.Writer.WriteAsync(Events[1], TestContext.Current.CancellationToken);

        await catalog.Writer.WriteAsync(
            rows => ImageProjection.ApplyAsync(rows, Samples.PersonsLabel(Both, "malignant")),
            TestContext.Current.CancellationToken);

        await using var after = await catalog.OpenAsync();
        var image = await after.Images.SingleAsync(TestContext.Current.CancellationToken);
        (image.Label, image.LabelState).ShouldBe(("malignant", LabelState.Labelled));
    }

    [Fact]
    public async Task A_fold_stays_what_it_was_first()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        await catalog.Writer.WriteAsync(
            rows => ImageProjection.ApplyAsync(rows, Dataset("first", fold: 3)), TestContext.Current.CancellationToken);

        await catalog.Writer.WriteAsync(
            rows => ImageProjection.ApplyAsync(rows, Dataset("second", fold: 1)), TestContext.Current.CancellationToken);

        await using var after = await catalog.OpenAsync();
        (await after.Images.SingleAsync(TestContext.Current.CancellationToken)).Fold.ShouldBe(3);
    }

    [Fact]
    public async Task A_thousand_images_are_projected_in_a_few_seconds()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        var started = TimeProvider.System.GetTimestamp();

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellationToken) =>
        {
            var id = Samples.Id($"{i}");
            await catalog.Writer.WriteAsync(
                rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(id, $"benign/{i}.jpg")), cancellationToken);
            await catalog.Writer.WriteAsync(
                rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(id)), cancellationToken);
        });

        TestContext.Current.SendDiagnosticMessage($"{TimeProvider.System.GetElapsedTime(started)} for 1,000 images");
        await using var rows = await catalog.OpenAsync();
        (await rows.Images.CountAsync(image => image.Label == "benign", TestContext.Current.CancellationToken)).ShouldBe(1000);
        (await rows.Prepared.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1000);
    }

    [Fact]
    public async Task One_bad_write_fails_alone()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        var writes = Enumerable.Range(0, 20).Select(i => catalog.Writer.WriteAsync(
            rows => i == 7
                ? throw new InvalidDataException("bad")
                : ImageProjection.ApplyAsync(rows, Samples.Prepared(Samples.Id($"{i}"))),
            TestContext.Current.CancellationToken)).ToList();

        (await Should.ThrowAsync<InvalidDataException>(() => Task.WhenAll(writes))).Message.ShouldBe("bad");

        writes.Count(write => write.IsCompletedSuccessfully).ShouldBe(19);
        await using var after = await catalog.OpenAsync();
        (await after.Prepared.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(19);
    }

    private static DatasetManifest Dataset(string id, int fold) => new()
    {
        Id = id,
        Classes = ["benign"],
        Recipe = "c",
        Images = [new DatasetImage { ImageId = Both, Label = "benign", Group = Both, Fold = fold, Split = Split.Train }],
    };

    private async Task<string> ImageOfAsync(IEnumerable<Func<CatalogContext, Task>> events)
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        foreach (var apply in events)
        {
            await catalog.Writer.WriteAsync(apply, TestContext.Current.CancellationToken);
        }

        await using var rows = await catalog.OpenAsync();
        return await CatalogImage.TakeAsync(rows);
    }

    public sealed class OnSqlite() : ProjectionTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : ProjectionTests(CatalogDatabase.Postgres);
}
