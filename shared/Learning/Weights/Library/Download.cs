using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Lesion.Learning.Weights.Library;

/// <summary>
/// Fetches one file into another, going on where an earlier attempt was cut off. What is there is only ever a beginning of the file,
/// or, where that was changed at its source, rubbish that a hash will show.
/// </summary>
/// <param name="client">Without a time limit of its own.</param>
/// <param name="address">Of the file.</param>
/// <param name="path">Where to; may hold the beginning of the file.</param>
/// <param name="time">For the pauses between attempts and the limit on silence.</param>
internal sealed class Download(HttpClient client, Uri address, string path, TimeProvider time)
{
    /// <summary>No file of weights is larger; whoever sends more sends something else.</summary>
    private const long MaximumLength = 2L << 30;

    private const int MostFailuresInARow = 5;
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(60);

    /// <exception cref="HttpRequestException">The server, or the way to it, refuses.</exception>
    /// <exception cref="IOException">The connection was cut again and again; or the disk is full.</exception>
    /// <exception cref="TimeoutException">The server fell silent again and again.</exception>
    public async Task RunAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = Length;
            try
            {
                await FetchRestAsync(progress, cancellationToken);
                return;
            }
            catch (Exception e) when (IsPassing(e))
            {
                failures = Length > before ? 1 : failures + 1;
                if (failures == MostFailuresInARow)
                    throw;
                await Task.Delay(TimeSpan.FromSeconds(1 << (failures - 1)), time, cancellationToken);
            }
        }
    }

    private long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    private async Task FetchRestAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(MostSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            await FetchRestAsync(progress, silence, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {MostSilence.TotalSeconds:0} seconds", e);
        }
    }

    private async Task FetchRestAsync(
        IProgress<DownloadProgress>? progress, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        using var response = await SendAsync(file.Length, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return; // nothing comes behind what is here
        var begin = response.StatusCode != HttpStatusCode.PartialContent ? 0
            : response.Content.Headers.ContentRange?.From is { } from && from <= file.Length ? from
            : throw new HttpIOException(HttpRequestError.InvalidResponse, "it sent another part than was asked for");
        file.SetLength(begin); // a server without ranges sends the whole file
        file.Position = begin;
        var total = begin + response.Content.Headers.ContentLength;
        CheckLength(total ?? 0);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 17];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            silence.CancelAfter(MostSilence);
            CheckLength(file.Position + read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress?.Report(new DownloadProgress(Path.GetFileName(address.LocalPath), file.Position, total));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(long begin, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (begin > 0)
            request.Headers.Range = new RangeHeaderValue(begin, null);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return response;
        using (response)
            throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
    }

    private static void CheckLength(long length)
    {
        if (length > MaximumLength)
            throw new InvalidDataException($"it sends more than {MaximumLength >> 30} GiB, which no file of weights has");
    }

    /// <summary>Whether to try again: what was under way broke off, or the server is overloaded.</summary>
    private bool IsPassing(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } => Length > 0,
        HttpRequestException or HttpIOException or TimeoutException or IOException { InnerException: SocketException } => true,
        _ => false,
    };
}
