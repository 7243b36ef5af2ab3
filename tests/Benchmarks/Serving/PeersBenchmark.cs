using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>
/// Lesion's inference service against FastAPI and PyTorch on the same network, pictures and machine, in turns within one run,
/// each of the peer's setups by itself.
/// </summary>
internal sealed class PeersBenchmark(FileInfo model, DirectoryInfo images, FileInfo python, double seconds)
{
    private const int Clients = 32;

    /// <summary>Pillow and libvips decode and resize a little differently; another network would be further off.</summary>
    private const double Tolerance = 0.05;

    public async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var folder = await ServedFolder.CreateAsync(model, cancellationToken);
        var loads = PeerSetup.All.ToDictionary(setup => setup.ToString(), _ => new List<Load>());
        var ours = new List<Load>();
        for (var round = 0; round < rounds; round++)
        {
            await using (var lesion = await folder.ServeAsync(cancellationToken))
            {
                ours.Add(await Load.OnAsync(lesion.Http.BaseAddress!, images, Clients, seconds, cancellationToken));
                foreach (var setup in PeerSetup.All.Where(_ => round == 0))
                    await RequireSameAsync(lesion.Http, setup, cancellationToken);
            }

            foreach (var setup in PeerSetup.All)
            {
                await using var peer = await StartAsync(setup, cancellationToken);
                loads[setup.ToString()].Add(await Load.OnAsync(peer.Address, images, Clients, seconds, cancellationToken));
            }
        }

        Write("Lesion", ours);
        foreach (var (setup, figures) in loads)
            Write(setup, figures);
        Console.WriteLine($"Lesion against the best of them: {Median(ours) / loads.Values.Max(Median):0.00}");
        return 0;
    }

    private Task<PeerServer> StartAsync(PeerSetup setup, CancellationToken cancellationToken) => PeerServer.StartAsync(
        python, model, new Uri($"http://127.0.0.1:{LoopbackPorts.Next()}"), setup, cancellationToken);

    private async Task RequireSameAsync(HttpClient lesion, PeerSetup setup, CancellationToken cancellationToken)
    {
        await using var peer = await StartAsync(setup, cancellationToken);
        using var other = new HttpClient { BaseAddress = peer.Address };
        foreach (var file in images.EnumerateFiles("*.jpg", SearchOption.AllDirectories).Take(8))
        {
            var picture = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            var (one, two) = (await AskAsync(lesion, picture, cancellationToken), await AskAsync(other, picture, cancellationToken));
            if (one.Any(probability => Math.Abs(probability.Value - two[probability.Key]) > Tolerance))
                throw new InvalidOperationException($"The two are not the same network: of {file.Name} Lesion says {Text(one)}, the peer {Text(two)}.");
        }

        static string Text(Dictionary<string, double> probabilities) => JsonSerializer.Serialize(probabilities);
    }

    private static async Task<Dictionary<string, double>> AskAsync(HttpClient server, byte[] picture, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(picture);
        using var answer = await server.PostAsync("/v1/classifications", content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.GetProperty("probabilities").Deserialize<Dictionary<string, double>>()!;
    }

    private static void Write(string name, List<Load> loads) => Console.WriteLine(
        $"{name,-36} {Median(loads),6:0.0} pictures/s ({string.Join(", ", loads.Select(load => $"{load.Throughput:0.0}"))}), "
        + $"p50 {loads[^1].P50:0} ms, p99 {loads[^1].P99:0} ms");

    private static double Median(List<Load> loads) => loads.Select(load => load.Throughput).Order().ElementAt(loads.Count / 2);
}
