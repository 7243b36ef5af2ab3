using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Trainings;

public abstract class RetrainingTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_written_down_then_a_dataset_is_frozen_then_a_worker_is_asked()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await FillAsync(host, 30, 30);
        var asked = host.Consumed.Next<TrainModel>();

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1", Preset = "frozen", Seed = 7 });

        var order = await asked;
        order.Request.ShouldBe(await host.Store.GetJsonAsync<TrainingRequest>(
            Buckets.Models, Keys.TrainingRequest("t1"), Cancellation));
        (order.Request.Preset, order.Request.Seed).ShouldBe(("frozen", 7));
        var dataset = await host.Store.GetJsonAsync<DatasetManifest>(Buckets.Models, order.Dataset.Key, Cancellation);
        dataset!.Images.Count.ShouldBe(60);
        dataset.LeftOut.Select(image => image.Reason).ShouldBe(["notPrepared"]);
        await using var catalog = await host.OpenCatalogAsync();
        (await catalog.Images.CountAsync(image => image.Fold != null, Cancellation)).ShouldBe(60);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_training_on_one_dataset()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await FillAsync(host, 30, 30);
        await host.PublishAsync(new RetrainRequested { TrainingId = "t1" });
        await FillAsync(host, 40, 40);
        var again = host.Consumed.Next<TrainModel>();

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1", Preset = "best" });

        (await again).Request.Preset.ShouldBe("fast");
        var orders = host.Consumed.All<TrainModel>();
        orders.Select(order => order.Dataset.Key).Distinct().ShouldHaveSingleItem();
        (await host.Store.ListAsync(Buckets.Models, Keys.Datasets, cancellationToken: Cancellation).CountAsync(Cancellation))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_training_that_a_worker_has_begun_is_not_begun_again()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await FillAsync(host, 30, 30);
        await host.Store.PutJsonAsync(
            Buckets.Models,
            Keys.TrainingHead("t1"),
            new TrainingHead
            {
                TrainingId = "t1",
                Slice = 3,
                Dataset = new ObjectReference { Bucket = Buckets.Models, Key = Keys.Dataset("d") },
            },
            cancellationToken: Cancellation);

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1" });

        (await host.Store.ListAsync(Buckets.Models, Keys.Datasets, cancellationToken: Cancellation).CountAsync(Cancellation))
            .ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0, "There are no images to train on")]
    [InlineData(30, 0, "All 30 images are labelled 'benign'")]
    [InlineData(30, 12, "Usable are 30 of 'benign' in 30 groups, 12 of 'malignant' in 12 groups")]
    public async Task Images_that_cannot_be_trained_on_end_the_training_at_once(int benign, int malignant, string message)
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await FillAsync(host, benign, malignant);
        var ended = host.Consumed.Next<TrainingEnded>();

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1" });

        (await ended).Outcome.Status.ShouldBe(TrainingStatus.Failed);
        (await ended).Outcome.Message.ShouldNotBeNull().ShouldContain(message);
        (await ended).Outcome.ShouldBe(await host.Store.GetJsonAsync<TrainingOutcome>(
            Buckets.Models, Keys.TrainingOutcome("t1"), Cancellation));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_by_message_is_its_outcome()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var ended = host.Consumed.Next<TrainingEnded>();

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1", Preset = "quick" });

        (await ended).Outcome.Message.ShouldNotBeNull().ShouldContain("frozen, fast, best");
    }

    [Fact]
    public async Task A_name_that_is_no_part_of_a_key_is_an_error_of_the_message()
    {
        await using var host = await GatewayHost.StartAsync(_home);

        var error = await Should.ThrowAsync<ArgumentException>(
            () => host.PublishAsync(new RetrainRequested { TrainingId = "../t1" }));

        error.Message.ShouldContain("'../t1' cannot name a training");
    }

    [Fact]
    public async Task A_request_whose_process_died_before_the_dataset_was_frozen_is_taken_up_at_the_next_start()
    {
        await using (var host = await GatewayHost.StartAsync(_home))
        {
            await FillAsync(host, 30, 30);
            await host.Store.PutJsonAsync(
                Buckets.Models,
                Keys.TrainingRequest("t1"),
                new TrainingRequest
                {
                    TrainingId = "t1",
                    RequestedAt = Samples.Noon,
                    Preset = "fast",
                    Seed = 5,
                    Recipe = JsonElement.Parse("""{"phases":[]}"""),
                },
                cancellationToken: Cancellation);
        }

        await using var again = await GatewayHost.StartAsync(_home);
        var order = await again.Consumed.Next<TrainModel>();

        (order.Request.TrainingId, order.Request.Seed).ShouldBe(("t1", 5));
        order.Request.Recipe!.Value.GetRawText().ShouldContain("phases");
    }

    [Fact]
    public async Task A_training_that_is_cancelled_before_it_began_ends()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await host.Store.PutJsonAsync(
            Buckets.Models, Keys.TrainingCancel("t1"), new { }, cancellationToken: Cancellation);
        var ended = host.Consumed.Next<TrainingEnded>();

        await host.PublishAsync(new RetrainRequested { TrainingId = "t1" });

        (await ended).Outcome.Status.ShouldBe(TrainingStatus.Cancelled);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Images as projected, and one that is not prepared.</summary>
    private static async Task FillAsync(GatewayHost host, int benign, int malignant)
    {
        var writer = host.Services.GetRequiredService<CatalogWriter>();
        await Put("benign", benign);
        await Put("malignant", malignant);
        await Put("benign", first: 1000, count: 1, isPrepared: false);

        async Task Put(string label, int count, int first = 0, bool isPrepared = true)
        {
            await Task.WhenAll(Enumerable.Range(first, count).Select(async i =>
            {
                var id = Samples.Id($"{label}/{i}");
                await writer.WriteAsync(
                    rows => ImageProjection.ApplyAsync(rows, Samples.Ingested(id, $"{label}/{i}.jpg")), Cancellation);
                if (isPrepared)
                {
                    await writer.WriteAsync(rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(id)), Cancellation);
                }
            }));
        }
    }

    public sealed class OnSqlite() : RetrainingTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : RetrainingTests(CatalogDatabase.Postgres);
}
