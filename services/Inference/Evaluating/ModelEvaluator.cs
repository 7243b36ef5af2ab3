using System.Security.Cryptography;
using System.Threading.Channels;
using Lesion.Imaging;

namespace Lesion.Inference;

/// <summary>
/// Runs a model over many image files: decoding in parallel, the network in batches. A file that cannot be read is listed
/// and stops nothing else.
/// </summary>
/// <param name="model">Stays the caller's to dispose.</param>
public sealed class ModelEvaluator(OnnxModel model)
{
    /// <summary>How many files are decoded at a time. Default: one for each core.</summary>
    public int DecodeConcurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every output carries its activation map. Default false.</summary>
    public bool WithActivationMap { get; init; }

    /// <param name="files">The files, with the labels that they are known by.</param>
    /// <param name="progress">Told the number of files that are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<PredictionRun> RunAsync(
        IReadOnlyList<LabelledFile> files,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var prepared = Channel.CreateBounded<PreparedFile>(2 * model.MaxBatchSize);
        var decoding = DecodeAsync(files, prepared.Writer, stop.Token);
        try
        {
            var run = await PredictAsync(files, prepared.Reader, progress, stop.Token);
            await decoding;
            return run;
        }
        finally
        {
            await stop.CancelAsync();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DecodeAsync(
        IReadOnlyList<LabelledFile> files,
        ChannelWriter<PreparedFile> prepared,
        CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = DecodeConcurrency, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, files.Count, parallel, async (index, token) =>
                await prepared.WriteAsync(await PrepareAsync(files[index].Path, index, token), token));
            prepared.Complete();
        }
        catch (Exception exception)
        {
            prepared.Complete(exception);
            throw;
        }
    }

    private async Task<PreparedFile> PrepareAsync(string path, int index, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var imageId = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return new PreparedFile(index, imageId, model.Prepare(bytes), null);
        }
        catch (Exception exception) when (exception is BadImageException or IOException or UnauthorizedAccessException)
        {
            return new PreparedFile(index, "", null, exception.Message);
        }
    }

    private async Task<PredictionRun> PredictAsync(
        IReadOnlyList<LabelledFile> files,
        ChannelReader<PreparedFile> prepared,
        IProgress<int>? progress,
        CancellationToken cancellationToken)
    {
        var predictions = new ImagePrediction?[files.Count];
        var unreadable = new UnreadableImage?[files.Count];
        var batch = new List<PreparedFile>(model.MaxBatchSize);
        var done = 0;
        await foreach (var file in prepared.ReadAllAsync(cancellationToken))
        {
            if (file.Input is null)
            {
                unreadable[file.Index] = new UnreadableImage(files[file.Index], file.Problem!);
                progress?.Report(++done);
                continue;
            }

            batch.Add(file);
            if (batch.Count == model.MaxBatchSize)
            {
                Predict();
            }
        }

        if (batch.Count > 0)
        {
            Predict();
        }

        return new PredictionRun([.. predictions.OfType<ImagePrediction>()], [.. unreadable.OfType<UnreadableImage>()]);

        void Predict()
        {
            var outputs = model.Run([.. batch.Select(file => file.Input!)], WithActivationMap);
            foreach (var (file, output) in batch.Zip(outputs))
            {
                predictions[file.Index] =
                    new ImagePrediction(files[file.Index], file.ImageId, output, model.Decide(output));
            }

            done += batch.Count;
            progress?.Report(done);
            batch.Clear();
        }
    }

    private sealed record PreparedFile(int Index, string ImageId, byte[]? Input, string? Problem);
}
