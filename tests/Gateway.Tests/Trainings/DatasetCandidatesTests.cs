using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Support;
using Lesion.Gateway.Trainings;
using Lesion.Imaging;

namespace Lesion.Gateway.Tests.Trainings;

public abstract class DatasetCandidatesTests(CatalogDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_splits_and_reasons_come_from_drops_and_sheets()
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        await catalog.Writer.WriteAsync(
            async rows =>
            {
                foreach (var name in new[] { "grouped", "split", "torn", "bare", "broken" })
                {
                    await ImageProjection.ApplyAsync(
                        rows, Samples.Ingested(Samples.Id(name), $"benign/{name}.jpg", name == "grouped" ? "g1" : null));
                }

                await ImageProjection.ApplyAsync(rows, Samples.Ingested(Samples.Id("unknown"), "unlabelled/unknown.jpg"));
                foreach (var name in new[] { "grouped", "split", "torn" })
                {
                    await ImageProjection.ApplyAsync(rows, Samples.Prepared(Samples.Id(name)));
                }

                await ImageProjection.ApplyAsync(rows, Samples.Rejected("benign/broken.jpg", Samples.Id("broken")));
                await ImageProjection.ApplyAsync(rows, Samples.Sheet(
                    "s",
                    new LabelSheetRow { FileName = "grouped.jpg", PatientId = "p", LesionId = "l" },
                    new LabelSheetRow { FileName = "split.jpg", Split = Split.Val },
                    new LabelSheetRow { FileName = "torn.jpg", Split = Split.Val },
                    new LabelSheetRow { FileName = "benign/torn.jpg", Split = Split.Train }));
            },
            Cancellation);

        await using var rows = await catalog.OpenAsync();
        var candidates = (await DatasetCandidates.LoadAsync(rows, CanonicalRecipe.Default.Id, Cancellation))
            .ToDictionary(candidate => candidate.ImageId);

        candidates[Samples.Id("grouped")].GroupKeys.ShouldBe(["patient:p", "lesion:p/l", "group:g1"], ignoreOrder: true);
        candidates[Samples.Id("split")].Split.ShouldBe(Split.Val);
        candidates.ToDictionary(pair => pair.Key, pair => pair.Value.LeftOut).ShouldBe(
            new Dictionary<string, string?>
            {
                [Samples.Id("grouped")] = null,
                [Samples.Id("split")] = null,
                [Samples.Id("torn")] = LeftOutReasons.ConflictedSplit,
                [Samples.Id("bare")] = LeftOutReasons.NotPrepared,
                [Samples.Id("broken")] = LeftOutReasons.Unreadable,
                [Samples.Id("unknown")] = LeftOutReasons.Unlabelled,
            },
            ignoreOrder: true);
    }

    public sealed class OnSqlite() : DatasetCandidatesTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : DatasetCandidatesTests(CatalogDatabase.Postgres);
}
