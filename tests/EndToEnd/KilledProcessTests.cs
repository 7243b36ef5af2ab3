using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.EndToEnd.Support;
using Lesion.Storage;

namespace Lesion.EndToEnd;

/// <summary>A process that is killed (SIGKILL) in the middle of anything loses nothing.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int Pictures = 60;

    /// <summary>Slow enough to be caught, quick to notice that a worker is dead.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Lesion__Ingestion__Concurrency"] = "1",
        ["Lesion__Preprocessing__Views"] = "4",
        ["Lesion__Training__StepsASlice"] = "1",
        ["Lesion__Training__Lease"] = "00:00:03",
        ["Lesion__Training__SweepInterval"] = "00:00:01",
    };

    /// <summary>One pass of the network over each image, so that the test is short.</summary>
    private static readonly JsonNode QuickTraining = JsonNode.Parse("""{"recipe": {"taps": ["layer3"]}}""")!;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _dropped = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_during_ingestion_preparation_and_training_it_ends_with_everything_done_once()
    {
        DropAll();
        await KilledWhenAsync(
            "some files are ingested and some are not",
            server => Files(server, Buckets.Images, Keys.Images).Count >= 3 && Files(server, Buckets.Inbox, "").Count > 0);
        await KilledWhenAsync(
            "some images are prepared and some are not",
            server => Files(server, Buckets.Images, Keys.PreparedRoot).Count is >= 3 and < Pictures);
        var trainingId = await KilledInTrainingAsync();

        await using var server = await LesionServer.StartAsync(_folder.Path, Settings);
        await Eventually.IsTrueAsync("the training is completed", async () =>
            (string?)(await server.GetAsync($"/v1/trainings/{trainingId}"))["status"] is not ("requested" or "running"));

        (await server.GetAsync($"/v1/trainings/{trainingId}"))["status"]!.GetValue<string>().ShouldBe("completed");
        await EveryDropIsAccountedForOnceAsync(server);
        await EveryImageIsPreparedOnceAsync(server);
        await OneVersionIsPublishedAsync(server, trainingId);
    }

    private void DropAll()
    {
        for (var index = 0; index < Pictures; index++)
        {
            Drop($"{PaintedSet.Label(index)}/{index}.jpg", PaintedSet.Picture(index));
        }

        Drop($"{PaintedSet.Label(0)}/0-again.jpg", PaintedSet.Picture(0));
        Drop("benign/list.jpg", BadFiles.Text);
        Drop("benign/empty.jpg", []);
        Drop("malignant/bomb.png", BadFiles.PngDeclaring(60_000));
    }

    private void Drop(string key, byte[] bytes)
    {
        _dropped.Add(key, bytes);
        Inbox.Drop(_folder.Path, key, bytes);
    }

    private async Task KilledWhenAsync(string what, Func<LesionServer, bool> look)
    {
        await using var server = await LesionServer.StartAsync(_folder.Path, Settings);
        await Eventually.IsTrueAsync(what, () => Task.FromResult(look(server)));
        await server.KillAsync();
        look(server).ShouldBeTrue($"It was killed too late: {what}.");
    }

    /// <returns>The training's id.</returns>
    private async Task<string> KilledInTrainingAsync()
    {
        await using var server = await LesionServer.StartAsync(_folder.Path, Settings);
        await Eventually.IsTrueAsync("all images are prepared", async () =>
            (await server.ListAsync("/v1/images")).Count(image => (bool)image["prepared"]!) == Pictures);
        using var response = await server.Http.PostAsJsonAsync("/v1/trainings", QuickTraining, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var training = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        var id = (string)training!["id"]!;
        await Eventually.IsTrueAsync("two slices are done", () => Task.FromResult(SlicesDone(id) >= 2));
        await server.KillAsync();
        File.Exists(ModelsPath(Keys.TrainingOutcome(id))).ShouldBeFalse("It was killed too late: the training had ended.");
        return id;
    }

    private int SlicesDone(string trainingId)
    {
        var head = ModelsPath(Keys.TrainingHead(trainingId));
        return File.Exists(head) ? JsonSerializer.Deserialize<TrainingHead>(File.ReadAllText(head), LesionJson.Options)!.Slice : 0;
    }

    private string ModelsPath(string key) => Path.Combine(_folder.Path, "objects", Buckets.Models, key);

    private async Task EveryDropIsAccountedForOnceAsync(LesionServer server)
    {
        Files(server, Buckets.Inbox, "").ShouldBeEmpty();
        // A lock that its killed holder left is empty, and cleared away in time.
        Files(server, ".system", "taken").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ShouldBeEmpty();
        var quarantined = Files(server, Buckets.Images, Keys.Quarantine).Select(Path.GetFileName).Order().ToList();
        quarantined.ShouldBe(["bomb.png", "empty.jpg", "list.jpg"]);

        var good = _dropped.Where(file => !quarantined.Contains(Path.GetFileName(file.Key))).ToList();
        var ids = good.Select(file => Convert.ToHexStringLower(SHA256.HashData(file.Value))).Distinct().Order().ToList();
        Files(server, Buckets.Images, Keys.Images).Select(Path.GetFileName).Order().ShouldBe(ids);
        var drops = Files(server, Buckets.Images, Keys.Drops)
            .Select(file => JsonSerializer.Deserialize<DropRecord>(File.ReadAllText(file), LesionJson.Options)!.Key);
        drops.Order().ShouldBe(good.Select(file => file.Key).Order());

        (await server.ListAsync("/v1/images")).Select(image => (string)image["id"]!).Order().ShouldBe(ids);
        (await server.ListAsync("/v1/rejections")).Select(file => (string)file["dropKey"]!).Order()
            .ShouldBe(["benign/empty.jpg", "benign/list.jpg", "malignant/bomb.png"]);
    }

    private static async Task EveryImageIsPreparedOnceAsync(LesionServer server)
    {
        (await server.ListAsync("/v1/images")).ShouldAllBe(image => (bool)image["prepared"]!);
        Files(server, Buckets.Images, Keys.PreparedRoot).Count.ShouldBe(Pictures);
        // Views lie beside their parameters.
        Files(server, Buckets.Images, Keys.ViewsRoot).Count(file => file.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(Pictures);
    }

    private static async Task OneVersionIsPublishedAsync(LesionServer server, string trainingId)
    {
        var version = (await server.ListAsync("/v1/models")).ShouldHaveSingleItem();
        ((string)version["trainingId"]!).ShouldBe(trainingId);
        Files(server, Buckets.Models, Keys.ModelRoot).Count(file => Path.GetFileName(file) == "manifest.json").ShouldBe(1);
        await Eventually.IsTrueAsync("the version serves", async () =>
        {
            using var content = new ByteArrayContent(PaintedSet.Picture(1));
            using var answer = await server.Http.PostAsync("/v1/classifications", content, TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        });
    }

    private static List<string> Files(LesionServer server, string bucket, string prefix)
    {
        var folder = Path.Combine(server.Bucket(bucket), prefix);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)] : [];
    }
}
