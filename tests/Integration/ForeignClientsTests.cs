using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration;

/// <summary>
/// The main job on real servers and five processes, asked for by clients that are not ours: photographs come by boto3, a
/// training and a classification by amqp-tools as bare JSON.
/// </summary>
public sealed class ForeignClientsTests
{
    private const int OfEachLabel = 60;
    private const string TrainingId = "20260101T000000-foreign";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Lesion__Gateway__SweepInterval"] = "00:00:05",
        ["Lesion__Training__Threads"] = "2",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photographs_are_dropped_a_model_is_trained_and_a_picture_is_classified()
    {
        var folder = Photographs.Folder;
        var keys = Photographs.Take(folder, OfEachLabel + 1);
        var asked = keys[^1];
        await using var system = await DeployedSystem.CreateAsync(Settings, Cancellation);
        var (boto, amqp) = (new BotoClient(system.Account.Settings), new AmqpTools(system.Broker));
        using var invariants = new InvariantChecker(system);
        await system.StartAsync(Enum.GetValues<Service>(), Cancellation);

        var dropped = await DropAsync(boto, folder, [.. keys.Where(key => key != asked)]);
        await invariants.SettleAsync(dropped, cancellationToken: Cancellation);

        await amqp.PublishAsync(
            "lesion.retrain-requested",
            $$$"""{"trainingId": "{{{TrainingId}}}", "recipe": {"preset": "small", "input": {"size": 64}, "phases": [{"kind": "probe", "penalties": [0.1]}]}}""",
            Cancellation);
        await Until.IsTrueAsync("the model is served", async () => await IsServedAsync(system), Cancellation);

        invariants.Asked.Add("foreign");
        await boto.UploadAsync(Buckets.Requests, folder, [asked], Cancellation);
        var answer = JsonNode.Parse(await amqp.AskAsync(
            "lesion.classify-image", $$"""{"requestId": "foreign", "bucket": "lesion-requests", "key": "{{asked}}"}""", Cancellation))!;

        answer["error"].ShouldBeNull(answer.ToJsonString());
        ((string?)answer["classification"]!["imageId"]).ShouldBe(IdOf(folder, asked));
        ((int)answer["classification"]!["model"]!["version"]!).ShouldBe(1);
        answer["classification"]!["probabilities"]!.AsObject().Sum(label => (double)label.Value!).ShouldBe(1, 1e-4);
        await Until.IsTrueAsync(
            "the catalog knows the answer",
            async () => (await GetAsync(system, "v1/classifications"))["items"]!.AsArray() is [{ } known] && JsonNode.DeepEquals(known, answer),
            Cancellation);
        await invariants.SettleAsync(dropped, cancellationToken: Cancellation);
    }

    private static async Task<List<DroppedFile>> DropAsync(BotoClient boto, string folder, IReadOnlyList<string> keys)
    {
        var versions = await boto.UploadAsync(Buckets.Inbox, folder, keys, Cancellation);
        return [.. keys.Zip(versions, (key, version) => new DroppedFile(key, version, IdOf(folder, key), null, 0))];
    }

    private static async Task<bool> IsServedAsync(DeployedSystem system)
    {
        var trainings = (await GetAsync(system, "v1/trainings"))["items"]!.AsArray();
        var status = trainings is [{ } training] ? (string?)training["status"] : null;
        status.ShouldNotBe("failed", $"{trainings.ToJsonString()}");
        return status == "completed"
            && (await GetAsync(system, "v1/models"))["items"]!.AsArray().Count == 1
            && (await GetAsync(system, "v1/models/1"))["activations"]!.AsArray().Count == 1;
    }

    private static async Task<JsonObject> GetAsync(DeployedSystem system, string path) =>
        (await system.Gateway.Http.GetFromJsonAsync<JsonObject>(path, Cancellation))!;

    private static string IdOf(string folder, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, key))));
}
