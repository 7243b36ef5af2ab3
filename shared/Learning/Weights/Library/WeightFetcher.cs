using System.Security.Cryptography;

namespace Lesion.Learning.Weights.Library;

/// <summary>
/// Fetches published weights into the cache. A file in the cache is whole and of the right hash: it is renamed into place after both
/// are known. Of several processes that want one file, one fetches it and the others wait.
/// </summary>
internal sealed class WeightFetcher(Uri address, string cache, TimeProvider time)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // files are large; silence is limited instead
    };

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);

    /// <returns>The file's path.</returns>
    /// <exception cref="WeightsUnavailableException">They cannot be fetched.</exception>
    public async Task<string> FetchAsync(PretrainedWeights weights, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(cache, weights.FileName);
        try
        {
            Directory.CreateDirectory(cache);
            await using var alone = await LockAsync($"{path}.lock", cancellationToken);
            if (!File.Exists(path))
                await FetchAsync(weights, path, progress, cancellationToken);
            return path;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new WeightsUnavailableException(
                $"The weights '{weights.Name}' could not be fetched from {AddressOf(weights)}: {e.Message}. Try again, or fetch that file "
                + $"elsewhere, put it into a folder and name the folder in {WeightLibrary.FolderVariable}.", e);
        }
    }

    /// <returns>Whether the file's SHA-256 begins as it should.</returns>
    public static async Task<bool> IsRightAsync(PretrainedWeights weights, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        return hash.StartsWith(weights.Sha256Prefix ?? "", StringComparison.Ordinal);
    }

    private async Task FetchAsync(
        PretrainedWeights weights, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var part = $"{path}.part";
        bool goesOn;
        do
        {
            goesOn = File.Exists(part);
            await new Download(Client, AddressOf(weights), part, time).RunAsync(progress, cancellationToken);
            if (await IsRightAsync(weights, part, cancellationToken))
            {
                File.Move(part, path);
                return;
            }

            File.Delete(part);
        }
        while (goesOn); // the beginning that was here may have been of another file

        throw new InvalidDataException(
            $"what was sent is not that file, since its SHA-256 does not begin with {weights.Sha256Prefix}; a proxy may have answered");
    }

    private Uri AddressOf(PretrainedWeights weights) => new(address, weights.FileName);

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
            {
                await Task.Delay(LockPause, time, cancellationToken); // another process has it
            }
        }
    }
}
