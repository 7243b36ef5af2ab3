using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Inference.Tests;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration;

/// <summary>What inference instances answer, asked of the gateway: processes of their own, on real servers.</summary>
public sealed class ForwardedInferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gateway_classifies_and_infers_through_two_instances_and_through_the_one_that_is_left()
    {
        await using var system = await DeployedSystem.CreateAsync(cancellationToken: Cancellation);
        await TinyChampion.PublishAsync(system.Store, Cancellation);
        ServiceProcess[] replicas = [system.Add(Service.Inference), system.Add(Service.Inference)];
        var gateway = system.Add(
            Service.Gateway,
            new Dictionary<string, string>
            {
                ["Lesion__Inference__Urls"] = string.Join(',', replicas.Select(replica => replica.Http.BaseAddress)),
                ["Lesion__Inference__ProbeInterval"] = "00:00:00.2",
            });
        ServiceProcess[] all = [.. replicas, gateway];
        Array.ForEach(all, process => process.Start());
        await Task.WhenAll(all.Select(process => process.ReadyAsync(Cancellation)));

        await Until.IsTrueAsync("the gateway has seen that they are ready", async () => await IsHealthyAsync(gateway.Http), Cancellation);

        await ShouldAnswerAsync(gateway.Http);
        await replicas[0].KillAsync();
        for (var i = 0; i < 5; i++)
        {
            await ShouldAnswerAsync(gateway.Http);
        }
    }

    /// <summary>Before, it is ready as well, and degraded: it may have asked the instances while they were starting.</summary>
    private static async Task<bool> IsHealthyAsync(HttpClient gateway) =>
        (await gateway.GetFromJsonAsync<JsonElement>("health/ready", Cancellation))
            .GetProperty("checks").GetProperty("inference").GetProperty("status").GetString() == "healthy";

    private static async Task ShouldAnswerAsync(HttpClient gateway)
    {
        using var classified = await gateway.PostAsync("v1/classifications", new ByteArrayContent(Pictures.Png(1)), Cancellation);
        var rows = string.Join(',', Pictures.Input(1));
        using var inferred = await gateway.PostAsync(
            "v2/models/lesion/infer",
            new StringContent($$"""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 8, 8, 3], "data": [{{rows}}] } ] }"""),
            Cancellation);

        classified.EnsureSuccessStatusCode();
        (await classified.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, Cancellation))!.Model.Version.ShouldBe(1);
        inferred.EnsureSuccessStatusCode();
        (await inferred.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("model_version").GetString().ShouldBe("1");
    }
}
