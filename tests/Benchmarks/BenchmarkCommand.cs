using System.CommandLine;
using Lesion.Benchmarks.CachedFeatures;
using Lesion.Benchmarks.Services;
using Lesion.Benchmarks.Serving;
using Lesion.Benchmarks.Training;

namespace Lesion.Benchmarks;

/// <summary>What can be measured, by name.</summary>
internal static class BenchmarkCommand
{
    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads of torch. Default: the processors.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Recursive = true,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often the two take turns; the median counts. Default 5.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<int> Steps = new("--steps")
    {
        Description = "Steps in a turn. Default 12.",
        DefaultValueFactory = _ => 12,
    };

    private static readonly Option<FileInfo> Python = new("--python")
    {
        Description = "A Python with torch and numpy. Default: Debian's.",
        DefaultValueFactory = _ => new FileInfo("/usr/bin/python3"),
    };

    private static readonly Option<int> Images = new("--images")
    {
        Description = "How many images. Default 64.",
        DefaultValueFactory = _ => 64,
    };

    private static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "Passes over the images. Default 10.",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<int> Drops = new("--drops")
    {
        Description = "Pictures dropped in one turn.",
        DefaultValueFactory = _ => 400,
    };

    private static readonly Option<int> Turns = new("--turns")
    {
        Description = "Turns with one and with two processes of Preprocessing.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<int> Singles = new("--singles")
    {
        Description = "Pictures dropped one by one, for the latency.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Where the figures go as well." };

    private static readonly Option<FileInfo> Model = new("--model") { Description = "A model.onnx that 'lesion train' wrote.", Required = true };

    private static readonly Option<DirectoryInfo> Folder = new("--images") { Description = "A folder of JPEGs, searched with its subfolders.", Required = true };

    private static readonly Option<int> Clients = new("--clients") { Description = "That ask at a time. Default 16.", DefaultValueFactory = _ => 16 };

    private static readonly Option<int> Swaps = new("--swaps") { Description = "Versions swapped, one after the other, more than 10. Default 50.", DefaultValueFactory = _ => 50 };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long each figure is measured. Default 10.",
        DefaultValueFactory = _ => 10,
    };

    public static RootCommand Create()
    {
        var training = new Command("training", "Training images/s of the default network: TorchSharp against PyTorch, in turns.") { Rounds, Steps, Python };
        training.SetAction(parsed => TrainingBenchmark.Run(
            parsed.GetRequiredValue(Python).FullName, parsed.GetValue(Threads), parsed.GetValue(Rounds), parsed.GetValue(Steps)));
        var cached = new Command("cached-features", "A head trained on cached features, against running the trunk every epoch.") { Images, Epochs };
        cached.SetAction(parsed => CachedFeaturesBenchmark.Run(parsed.GetValue(Threads), parsed.GetValue(Images), parsed.GetValue(Epochs)));
        var services = new Command("services", "Images/s, latency, messages/s and memory of the deployed services on real servers.") { Drops, Turns, Singles, Json };
        services.SetAction((parsed, cancellationToken) => ServicesBenchmark.RunAsync(
            parsed.GetValue(Drops), parsed.GetValue(Turns), parsed.GetValue(Singles), parsed.GetValue(Json), cancellationToken));
        var serving = new Command("serving", "Pictures/s over HTTP against a bare loop over the network, in turns; and by clients and batch size.")
        {
            Model, Folder, Rounds, Seconds,
        };
        serving.SetAction((parsed, cancellationToken) =>
            new ServingBenchmark(parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Folder), parsed.GetValue(Seconds))
                .RunAsync(parsed.GetValue(Rounds), cancellationToken));
        var peers = new Command("peers", "Pictures/s over HTTP: Lesion against FastAPI and PyTorch, in turns.") { Model, Folder, Python, Rounds, Seconds };
        peers.SetAction((parsed, cancellationToken) =>
            new PeersBenchmark(parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Folder), parsed.GetRequiredValue(Python), parsed.GetValue(Seconds))
                .RunAsync(parsed.GetValue(Rounds), cancellationToken));
        var swaps = new Command("swaps", "Latency over HTTP and memory while versions are swapped, against none.") { Model, Folder, Clients, Swaps, Seconds };
        swaps.SetAction((parsed, cancellationToken) =>
            new SwapsBenchmark(parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Folder), parsed.GetValue(Seconds))
                .RunAsync(parsed.GetValue(Clients), parsed.GetValue(Swaps), cancellationToken));
        return new RootCommand("Measures how fast Lesion is.") { Threads, training, cached, services, serving, peers, swaps };
    }
}
