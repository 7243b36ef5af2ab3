using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Serving;

public sealed class SwapUnderLoadTests : IDisposable
{
    private const int Swaps = 50;
    private const int Clients = 16;
    private const int Requests = 10_000;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[][] _inputs = [.. Enumerable.Range(0, 4).Select(seed => Pictures.Input(seed))];
    private readonly SemaphoreSlim _progress = new(0);
    private int _served;
    private int _answered;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_10000_requests_during_50_swaps_none_is_lost_none_wrong_and_none_of_a_batch_formed_on_a_retired_version()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        var expected = await PublishAsync(host);
        await SwapAsync(host, 1);

        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskAsync(host, client, expected), Token)).ToArray();
        for (var version = 2; version <= Swaps + 1; version++)
        {
            (await _progress.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeTrue();
            await SwapAsync(host, version);
        }

        await Task.WhenAll(clients);
        _answered.ShouldBe(Requests);
        host.Serving.ShouldBe(Swaps + 1);
    }

    public void Dispose()
    {
        _progress.Dispose();
        _folder.Dispose();
    }

    /// <summary>Publishes all versions, and gives by version what each says of each input.</summary>
    private async Task<double[][]> PublishAsync(InferenceHost host)
    {
        var expected = new double[Swaps + 2][];
        for (var version = 1; version <= Swaps + 1; version++)
        {
            var tiny = new TinyModel { Bias = version / 10f };
            await host.PublishAsync(version, tiny);
            using var model = tiny.Load();
            expected[version] = [.. model.Run(_inputs).Select(output => output.Probabilities[1])];
        }

        return expected;
    }

    private async Task SwapAsync(InferenceHost host, int version)
    {
        await host.PointChampionToAsync(version);
        await host.Get<ModelActivator>().RefreshAsync(Token);
        Volatile.Write(ref _served, version);
    }

    /// <summary>What is asked after a swap was over must not be answered by a version before.</summary>
    private async Task AskAsync(InferenceHost host, int client, double[][] expected)
    {
        var batcher = host.Get<Batcher>();
        for (var i = client; i < Requests; i += Clients)
        {
            var oldest = Volatile.Read(ref _served);
            var request = new RowsRequest { Pixels = _inputs[i % _inputs.Length], MadeFor = new TinyModel().Card.Input };
            var answer = (await batcher.RunAsync(request, Token)).ShouldNotBeNull();
            var output = OutputReader.Read(answer.Outputs, answer.Model.Card);
            answer.Model.Served.Version.ShouldBeGreaterThanOrEqualTo(oldest);
            output.Probabilities[1].ShouldBe(expected[answer.Model.Served.Version][i % _inputs.Length]);
            if (Interlocked.Increment(ref _answered) % (Requests / Swaps) == 0)
            {
                _progress.Release();
            }
        }
    }
}
