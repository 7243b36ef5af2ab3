using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Testing;

namespace Lesion.Integration;

/// <summary>The five services, each in a process of its own, on real servers.</summary>
public sealed class DeployedSystemTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_processes_become_ready_and_one_that_was_killed_comes_back_at_its_address()
    {
        await using var system = await DeployedSystem.CreateAsync(cancellationToken: Cancellation);
        await system.StartAsync(Enum.GetValues<Service>(), Cancellation);

        (await system.Gateway.Http.GetFromJsonAsync<JsonElement>("v1/images", Cancellation))
            .GetProperty("items").GetArrayLength().ShouldBe(0);
        system.Gateway.Log.ShouldNotContain("fail:", customMessage: "Making the tables of an empty database is no error.");

        await system.Gateway.KillAsync();
        system.Gateway.IsRunning.ShouldBeFalse();
        await Should.ThrowAsync<HttpRequestException>(() => system.Gateway.Http.GetAsync("health/live", Cancellation));

        system.Gateway.Start();
        await system.Gateway.ReadyAsync(Cancellation);
        using var answer = await system.Gateway.Http.GetAsync("v1/images", Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
