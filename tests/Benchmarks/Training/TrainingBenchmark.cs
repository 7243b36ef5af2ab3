using System.Diagnostics;
using Lesion.Imaging;
using Lesion.Learning.Native;
using static TorchSharp.torch;

namespace Lesion.Benchmarks.Training;

/// <summary>
/// Training images/s in TorchSharp and in PyTorch, in turns, so that what else the machine does meets both. All of it runs on one
/// thread, as training does: another thread would get threads and memory of its own from libtorch.
/// </summary>
internal static class TrainingBenchmark
{
    /// <summary>By how much the losses of the two may differ, relatively, before either has learnt: they are the same network.</summary>
    private const double LossTolerance = 1e-4;

    public static int Run(string python, int threads, int rounds, int steps)
    {
        set_num_threads(threads);
        using var ours = new FineTuningStep();
        var folder = Directory.CreateTempSubdirectory("lesion-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "step.safetensors");
            ours.Write(file);
            using var theirs = PyTorchStep.Start(python, file, threads);
            Console.WriteLine($"{FineTuningStep.BatchSize} images of {FineTuningStep.Size} px a step, {steps} steps a turn, {threads} threads; PyTorch {theirs.Version}");
            WarmUp(ours, theirs);
            TakeTurns(ours, theirs, rounds, steps);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One step each: the first is slow in both, and shows that both compute the same.</summary>
    private static void WarmUp(FineTuningStep ours, PyTorchStep theirs)
    {
        var (our, their) = (Run(ours, 1), theirs.Run(1));
        if (Math.Abs(our.Loss - their.Loss) > LossTolerance * our.Loss)
            throw new InvalidOperationException($"The two are not the same network: their first losses are {our.Loss} and {their.Loss}.");
        Console.WriteLine($"first loss {our.Loss:F6} in TorchSharp, {their.Loss:F6} in PyTorch");
    }

    private static void TakeTurns(FineTuningStep ours, PyTorchStep theirs, int rounds, int steps)
    {
        Console.WriteLine("         images a second              images a processor's second   memory, MB");
        Console.WriteLine("round    TorchSharp  PyTorch  ratio   TorchSharp  PyTorch  ratio   TorchSharp  PyTorch");
        var turns = new List<(Turn Our, Turn Their)>();
        for (var round = 1; round <= rounds; round++)
        {
            turns.Add((Run(ours, steps), theirs.Run(steps)));
            Write($"{round}", [turns[^1]], steps);
        }

        Write("median", turns, steps);
    }

    private static Turn Run(FineTuningStep step, int steps)
    {
        using var process = Process.GetCurrentProcess();
        var (begin, worked) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var loss = step.Run();
        for (var i = 1; i < steps; i++)
            step.Run();
        NativeMemory.GiveBack(); // as training does after such a turn
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        process.Refresh();
        return new Turn(seconds, (process.TotalProcessorTime - worked).TotalSeconds, loss, process.WorkingSet64 / 1e6);
    }

    /// <summary>Writes the medians of some turns.</summary>
    private static void Write(string name, List<(Turn Our, Turn Their)> turns, int steps)
    {
        double images = steps * FineTuningStep.BatchSize;
        Console.WriteLine(
            $"{name,-8} {Speeds(turn => turn.Seconds)}   {Speeds(turn => turn.ProcessorSeconds)}   "
            + $"{Median(turns, turn => turn.Our.MemoryMegabytes),10:F0}  {Median(turns, turn => turn.Their.MemoryMegabytes),7:F0}");

        string Speeds(Func<Turn, double> seconds) =>
            $"{Median(turns, turn => images / seconds(turn.Our)),10:F2}  {Median(turns, turn => images / seconds(turn.Their)),7:F2}  "
            + $"{Median(turns, turn => seconds(turn.Their) / seconds(turn.Our)),5:F3}";
    }

    private static double Median(List<(Turn Our, Turn Their)> turns, Func<(Turn Our, Turn Their), double> figure)
    {
        var ordered = turns.Select(figure).Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }
}
