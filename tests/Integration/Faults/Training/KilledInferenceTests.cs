using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Of two instances of Inference, one is killed with the requests that it has in hand.</summary>
public sealed class KilledInferenceTests : TrainingFaultTest
{
    private const int Requests = 300;

    protected override IEnumerable<Service> Services => [Service.Training, Service.Inference, Service.Inference];

    [Fact]
    public async Task Every_request_has_one_answer()
    {
        (await EndAsync(await TrainAsync())).Version.ShouldBe(1);
        await Until.IsTrueAsync("both serve the model", async () => await ServingAsync() == 2, Cancellation);
        var ids = Enumerable.Range(0, Requests).Select(index => $"request-{index:d3}").ToList();
        Invariants.Asked.UnionWith(ids);

        foreach (var (index, id) in ids.Index())
        {
            var image = Dropped[index % Dropped.Count].ImageId;
            await Client.PublishAsync("lesion.classify-image", new ClassifyImage { RequestId = id, ImageId = image }, Cancellation);
        }

        await Until.IsTrueAsync("some are answered", async () => await StoredAsync() > 0, Cancellation);
        await Deployed.Of(Service.Inference).First().KillAsync();
        (await StoredAsync()).ShouldBeLessThan(Requests, "It was killed too late: all were answered.");

        await Until.IsTrueAsync("all are answered", async () => await StoredAsync() == Requests, Cancellation);
        await SettleAsync();
        var answers = (await GetAsync("v1/classifications?limit=1000"))["items"]!.AsArray();
        answers.Select(answer => (string)answer!["requestId"]!).ShouldBe(ids, ignoreOrder: true);
        answers.ShouldAllBe(answer => answer!["error"] == null && (int)answer["classification"]!["model"]!["version"]! == 1);
    }

    /// <summary>Instances that the catalog knows to serve it, once it knows of the version itself.</summary>
    private async Task<int> ServingAsync()
    {
        using var answer = await Deployed.Gateway.Http.GetAsync("v1/models/1", Cancellation);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["activations"]!.AsArray().Count
            : 0;
    }

    private ValueTask<int> StoredAsync() =>
        Deployed.Store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: Cancellation).CountAsync(Cancellation);

    private async Task<JsonObject> GetAsync(string path) =>
        (await Deployed.Gateway.Http.GetFromJsonAsync<JsonObject>(path, Cancellation))!;
}
