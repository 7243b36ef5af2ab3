using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>
/// Pictures a second over HTTP, against a bare loop over the network on the same machine, in turns within one run; then how the
/// served figure changes with clients and with the size of batches.
/// </summary>
internal sealed class ServingBenchmark(FileInfo model, DirectoryInfo images, double seconds)
{
    private const int MostPictures = 200;
    private const int Clients = 32;
    private static readonly int[] Batches = [1, 2, 4, 8];
    private static readonly int[] ClientNumbers = [1, 2, 4, 8, 16, 32, 64];
    private static readonly int[] RowNumbers = [4, 8, 16, 32];
    private static readonly (int Instances, int Threads)[] InstancesAndThreads =
    [
        (1, 1),
        (1, Environment.ProcessorCount),
        (2, 1),
        (Environment.ProcessorCount, 1),
        (Environment.ProcessorCount, Environment.ProcessorCount),
    ];


    public async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var bare = new BareLoop(model)
        {
            Pictures = [.. images.EnumerateFiles("*.jpg", SearchOption.AllDirectories).Take(MostPictures).Select(file => File.ReadAllBytes(file.FullName))],
        };
        using var folder = await ServedFolder.CreateAsync(model, cancellationToken);
        Console.WriteLine($"{bare.Pictures.Count} pictures, {bare.RowsAPicture} rows of the network each, {Environment.ProcessorCount} processors");
        await CompareAsync(bare, folder, rounds, cancellationToken);
        await VaryInstancesAsync(folder, cancellationToken);
        await VaryAsync(folder, cancellationToken);
        return 0;
    }

    private async Task CompareAsync(BareLoop bare, ServedFolder folder, int rounds, CancellationToken cancellationToken)
    {
        bare.Run(1, TimeSpan.FromSeconds(1));
        Console.WriteLine($"pictures/s   bare loop (best batch)   over HTTP, {Clients} clients   ratio");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var (speed, batch) = Batches.Select(batch => (bare.Run(batch, TimeSpan.FromSeconds(seconds)), batch)).Max();
            await using var server = await folder.ServeAsync(cancellationToken);
            var served = await LoadAsync(server, Clients, cancellationToken);
            ratios.Add(served.Throughput / speed);
            Console.WriteLine($"{round,-12} {speed,10:0.0} ({batch})             {served.Throughput,10:0.0}                 {ratios[^1],10:0.000}");
        }

        Console.WriteLine($"median ratio {ratios.Order().ElementAt(ratios.Count / 2):0.000}");
    }

    private async Task VaryAsync(ServedFolder folder, CancellationToken cancellationToken)
    {
        Console.WriteLine("clients   pictures/s   p50 ms   p99 ms");
        await using (var server = await folder.ServeAsync(cancellationToken))
        {
            foreach (var clients in ClientNumbers)
                Write($"{clients,-9}", await LoadAsync(server, clients, cancellationToken));
        }

        Console.WriteLine($"rows a run, {Clients} clients");
        foreach (var rows in RowNumbers)
        {
            await using var server = await folder.ServeAsync(cancellationToken, ("MaxBatchSize", rows));
            Write($"{rows,-9}", await LoadAsync(server, Clients, cancellationToken));
        }
    }

    /// <summary>What more instances gain where many ask, and cost whoever asks alone.</summary>
    private async Task VaryInstancesAsync(ServedFolder folder, CancellationToken cancellationToken)
    {
        Console.WriteLine($"instances, threads of each   1 client: p50 ms   {Clients} clients: pictures/s   p50 ms   p99 ms");
        foreach (var (instances, threads) in InstancesAndThreads.Distinct())
        {
            await using var server = await folder.ServeAsync(
                cancellationToken, ("InstanceCount", instances), ("IntraOpThreads", threads));
            var alone = await LoadAsync(server, 1, cancellationToken);
            var many = await LoadAsync(server, Clients, cancellationToken);
            Console.WriteLine($"{instances}, {threads} {alone.P50,34:0} {many.Throughput,24:0.0} {many.P50,14:0} {many.P99,8:0}");
        }
    }

    private Task<Load> LoadAsync(ServiceProcess server, int clients, CancellationToken cancellationToken) =>
        Load.OnAsync(server.Http.BaseAddress!, images, clients, seconds, cancellationToken);

    private static void Write(string name, Load load) =>
        Console.WriteLine($"{name} {load.Throughput,10:0.0} {load.P50,8:0} {load.P99,8:0}");
}
