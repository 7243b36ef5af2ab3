using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Sweep;
using Lesion.Gateway.Tests.Support;
using Lesion.Gateway.Trainings;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Sweep;

public abstract class RebuildTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_catalog_made_anew_from_the_store_is_the_one_that_events_made()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await LiveThroughAsync(host);
        var before = await ImageAsync(host);
        before.ShouldContain("conflicted");
        before.ShouldContain("\"fold\":");

        await host.Services.GetRequiredService<CatalogReconciler>().RebuildAsync(Cancellation);

        (await ImageAsync(host)).ShouldBe(before);
    }

    [Fact]
    public async Task A_sweep_of_what_is_known_changes_nothing_and_reads_no_object()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await LiveThroughAsync(host);
        var reconciler = host.Services.GetRequiredService<CatalogReconciler>();
        await reconciler.RunAsync(Cancellation);
        var before = await ImageAsync(host);
        var spy = new CountingStore(host.Store);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<CatalogContext>>();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IObjectStore>(spy);
        services.AddSingleton(contexts);
        services.AddSingleton(host.Services.GetRequiredService<CatalogWriter>());
        services.AddSingleton(host.Services.GetRequiredService<CatalogSchema>());
        services.AddSingleton<StoreReader>().AddSingleton<ImagesReconciler>().AddSingleton<RegistryReconciler>();
        services.AddSingleton<CatalogReconciler>();
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<CatalogReconciler>().RunAsync(Cancellation);

        (await ImageAsync(host)).ShouldBe(before);
        spy.Reads.ShouldBe([]);
    }

    [Fact]
    public async Task A_damaged_object_and_a_strange_one_keep_nothing_else_from_being_known()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await LiveThroughAsync(host);
        var before = await ImageAsync(host);
        var cutOff = "{\"dropId\": "u8.ToArray();
        foreach (var key in new[] { Keys.Drop("0", "0"), Keys.LabelSheet("0"), Keys.Label("0"), "prepared/a.png", "images/a/b" })
        {
            await host.Store.PutBytesAsync(Buckets.Images, key, cutOff, cancellationToken: Cancellation);
        }

        foreach (var key in new[] { Keys.Dataset("0"), Keys.TrainingRequest("0"), "trainings/head.json", Keys.ModelManifest(9) })
        {
            await host.Store.PutBytesAsync(Buckets.Models, key, cutOff, cancellationToken: Cancellation);
        }

        await host.Services.GetRequiredService<CatalogReconciler>().RebuildAsync(Cancellation);

        (await ImageAsync(host)).ShouldBe(before);
    }

    [Fact]
    public async Task No_dataset_is_frozen_before_a_catalog_that_was_emptied_is_complete_again()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var schema = host.Services.GetRequiredService<CatalogSchema>();
        var before = await schema.ReadStateAsync(Cancellation);
        await schema.EmptyAsync(Cancellation);
        var freezer = host.Services.GetRequiredService<DatasetFreezer>();
        var request = new TrainingRequest { TrainingId = "t1", RequestedAt = Samples.Noon, Preset = "fast", Seed = 1 };

        await Should.ThrowAsync<CatalogUnavailableException>(() => freezer.FreezeAsync(request, Cancellation));

        // A sweep that began before the emptying has not seen what is missing now.
        await schema.MarkCompleteAsync(before.Generation, Cancellation);
        (await schema.ReadStateAsync(Cancellation)).IsComplete.ShouldBeFalse();
        await host.Services.GetRequiredService<CatalogReconciler>().RunAsync(Cancellation);
        (await schema.ReadStateAsync(Cancellation)).IsComplete.ShouldBeTrue();
        await Should.ThrowAsync<DatasetException>(() => freezer.FreezeAsync(request, Cancellation));
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Objects and messages as the services leave and send them, one of each kind at the least.</summary>
    private static async Task LiveThroughAsync(GatewayHost host)
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var id = Samples.Id($"{i}");
            await IngestAsync(host, Samples.Ingested(id, $"{(i % 2 == 0 ? "benign" : "malignant")}/{i}.jpg"));
            await PrepareAsync(host, Samples.Prepared(id, viewRecipe: i % 3 == 0 ? "v1" : null));
        }));
        await IngestAsync(host, Samples.Ingested(Samples.Id("0"), "malignant/twice.jpg"));
        await IngestAsync(host, Samples.Ingested(Samples.Id("bare"), "unlabelled/bare.jpg"));
        var sheet = Samples.Sheet("s", new LabelSheetRow { FileName = "bare.jpg", Label = "benign", PatientId = "p" });
        await PutAsync(host, Buckets.Images, Keys.LabelSheet(sheet.SheetId), sheet);
        await host.PublishAsync(new LabelsImported
        {
            Sheet = new ObjectReference { Bucket = Buckets.Images, Key = Keys.LabelSheet(sheet.SheetId) },
            DropKey = "labels.csv",
            Rows = 1,
        });
        var label2 = Samples.PersonsLabel(Samples.Id("2"), "malignant");
        await PutAsync(host, Buckets.Images, Keys.Label(label2.ImageId), label2);
        await host.PublishAsync(new ImageLabelled { Label = label2 });
        await RejectAsync(host, Samples.Rejected("benign/größe.txt"));
        await RejectAsync(host, Samples.Rejected("unlabelled/bare.jpg", Samples.Id("bare")));

        var asked = host.Consumed.Next<TrainModel>();
        await host.PublishAsync(new RetrainRequested { TrainingId = "t1", Positive = "malignant" });
        var order = await asked;
        await PutAsync(host, Buckets.Models, Keys.TrainingHead("t1"), new TrainingHead
        {
            TrainingId = "t1",
            Dataset = order.Dataset,
            Slice = 1,
        });
        await host.PublishAsync(Samples.Progress("t1", 0));
        var ended = host.Consumed.Next<TrainingEnded>();
        await host.PublishAsync(new RetrainRequested { TrainingId = "t2", Preset = "none" });
        await ended;
        for (var version = 1; version <= 2; version++)
        {
            await PutAsync(host, Buckets.Models, Keys.Predictions(version), Samples.Predictions(0.1 * version));
            await PutAsync(host, Buckets.Models, Keys.ModelManifest(version), Samples.Manifest(version));
            await host.PublishAsync(new ModelPublished
            {
                Version = version,
                Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(version) },
            });
        }

        await host.Services.GetRequiredService<Promoter>().PromoteAsync(1, Promoter.Champion, "anna", "Better known.", Cancellation);
        await PutAsync(host, Buckets.Models, Keys.TrainingOutcome("t1"), Samples.Outcome("t1"));
        await host.PublishAsync(new TrainingEnded { Outcome = Samples.Outcome("t1") });
        var answer = Samples.Classified("r.1", Samples.Id("0"));
        await PutAsync(host, Buckets.Models, Keys.Classification(answer.ClassifiedAt, answer.RequestId), answer);
        await host.PublishAsync(answer);
    }

    private static async Task IngestAsync(GatewayHost host, ImageIngested ingested)
    {
        await host.Store.TryPutAsync(
            Buckets.Images,
            Keys.Image(ingested.ImageId),
            new byte[ingested.Bytes],
            new PutOptions
            {
                Metadata = new Dictionary<string, string>
                {
                    [ObjectMetadata.Format] = ingested.Format,
                    [ObjectMetadata.Width] = $"{ingested.Width}",
                    [ObjectMetadata.Height] = $"{ingested.Height}",
                },
            },
            Cancellation);
        await PutAsync(host, Buckets.Images, Keys.Drop(ingested.ImageId, ingested.Drop.DropId), ingested.Drop);
        await ProjectAsync(host, rows => ImageProjection.ApplyAsync(rows, ingested));
    }

    private static async Task PrepareAsync(GatewayHost host, ImagePrepared prepared)
    {
        var metadata = new Dictionary<string, string>
        {
            [ObjectMetadata.Width] = $"{prepared.Width}",
            [ObjectMetadata.Height] = $"{prepared.Height}",
            [ObjectMetadata.PerceptualHash] = prepared.PerceptualHash,
            [ObjectMetadata.Sharpness] = $"{prepared.Sharpness:R}",
            [ObjectMetadata.Exposure] = $"{prepared.Exposure:R}",
        };
        if (prepared.ViewRecipe is { } viewRecipe)
        {
            metadata[ObjectMetadata.ViewRecipe] = viewRecipe;
        }

        var key = Keys.Prepared(CanonicalRecipe.Default.Id, prepared.ImageId);
        await host.Store.TryPutAsync(
            Buckets.Images, key, new byte[10], new PutOptions { Metadata = metadata }, Cancellation);
        await ProjectAsync(host, rows => ImageProjection.ApplyAsync(rows, prepared));
    }

    private static Task ProjectAsync(GatewayHost host, Func<CatalogContext, Task> apply) =>
        host.Services.GetRequiredService<CatalogWriter>().WriteAsync(apply, Cancellation);

    private static async Task RejectAsync(GatewayHost host, ImageRejected rejected)
    {
        var record = new QuarantineRecord(
            rejected.DropKey, rejected.Reason, rejected.Message, rejected.RejectedAt, rejected.ImageId);
        await host.Store.TryPutAsync(
            Buckets.Images,
            rejected.Quarantined.Key,
            new byte[10],
            new PutOptions { Metadata = record.ToMetadata() },
            Cancellation);
        await host.PublishAsync(rejected);
    }

    private static Task<ObjectInfo> PutAsync<T>(GatewayHost host, string bucket, string key, T value) =>
        host.Store.PutJsonAsync(bucket, key, value, cancellationToken: Cancellation);

    private static async Task<string> ImageAsync(GatewayHost host)
    {
        await using var catalog = await host.OpenCatalogAsync();
        return await CatalogImage.TakeAsync(catalog);
    }

    public sealed class OnSqlite() : RebuildTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : RebuildTests(CatalogDatabase.Postgres);
}
