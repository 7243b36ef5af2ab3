using System.Net;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Serving;

public sealed class LoadingAndStoppingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_old_version_answers_while_the_new_one_is_loaded_and_then_the_new_one_at_once()
    {
        await using var host = await StartServingAsync();
        await host.PublishAsync(2, new TinyModel { Bias = 1 });
        var slow = host.Held.HoldAt(Keys.ModelFile("lesion", 2));
        await host.PointChampionToAsync(2);
        var swap = host.Get<ModelActivator>().RefreshAsync(Token);
        await slow.ReachedAsync();

        (await VersionAsync(host)).ShouldBe(1);
        swap.IsCompleted.ShouldBeFalse();
        slow.Release();
        await swap;

        (await VersionAsync(host)).ShouldBe(2);
    }

    [Fact]
    public async Task Stopping_while_a_version_is_loaded_waits_for_no_store()
    {
        var host = await StartServingAsync();
        await host.PublishAsync(2, new TinyModel());
        await host.PointChampionToAsync(2);
        var endless = host.Held.HoldAt(Keys.ModelFile("lesion", 2));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await endless.ReachedAsync();

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task Stopping_answers_the_requests_of_live_connections()
    {
        const int clients = 8;
        await using var host = await StartServingAsync(("urls", "http://127.0.0.1:0"));
        var records = host.Held.HoldAt(Keys.Classifications);
        var answers = Enumerable.Range(0, clients)
            .Select(seed => host.Http.PostAsync("/v1/classifications", new ByteArrayContent(Pictures.Png(seed)), Token)).ToArray();
        await records.ReachedAsync(clients);

        var stop = host.StopAsync();
        records.Release();

        foreach (var answer in answers)
        {
            using var response = await answer;
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await stop;
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InferenceHost> StartServingAsync(params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }

    private static async Task<int> VersionAsync(InferenceHost host)
    {
        var answer = await host.ClassifyAsync(Pictures.Png(1));
        return answer.Model.Version;
    }
}
