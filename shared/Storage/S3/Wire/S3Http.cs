using System.Net;

namespace Lesion.Storage.S3.Wire;

/// <summary>
/// Sends requests to the store, one for each operation, and says what went wrong in our exceptions. The Minio client needs
/// three requests to read an object, overwrites where a condition should hold, keeps parts of a put in memory, and cannot
/// list from a key on; so what concerns objects is asked here.
/// </summary>
internal sealed class S3Http : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly UriCreationOptions AsSigned = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Uri _endpoint;
    private readonly S3Signature _signature;
    private readonly TimeProvider _time;

    public S3Http(S3Settings settings, TimeProvider time)
    {
        _endpoint = settings.Endpoint;
        _signature = new S3Signature(settings);
        _time = time;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
        })
        {
            // A large object takes as long as it takes; what has its own limit is waiting for an answer.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public HttpClient Client { get; }

    /// <summary>A request whose address is escaped as the signature wants it.</summary>
    /// <param name="query">Names in ordinal order.</param>
    public HttpRequestMessage Request(
        HttpMethod method,
        string bucket,
        string key,
        params ReadOnlySpan<(string Name, string Value)> query)
    {
        var address = $"{_endpoint.GetLeftPart(UriPartial.Authority)}/{bucket}/{S3Signature.EscapePath(key)}";
        var separator = '?';
        foreach (var (name, value) in query)
        {
            address += $"{separator}{S3Signature.Escape(name)}={S3Signature.Escape(value)}";
            separator = '&';
        }

        return new HttpRequestMessage(method, new Uri(address, AsSigned));
    }

    /// <summary>Sends; gives null where the store answers that there is no such object.</summary>
    /// <param name="operation">A verb for messages.</param>
    /// <param name="bytes">What the request carries, for which it may take longer.</param>
    /// <exception cref="StoreUnavailableException">The store is away, full, or refuses.</exception>
    /// <exception cref="PreconditionFailedException">The condition of the request does not hold.</exception>
    public async Task<HttpResponseMessage?> SendAsync(
        HttpRequestMessage request,
        string operation,
        string bucket,
        string key,
        CancellationToken cancellationToken,
        long bytes = 0)
    {
        using var span = S3Span.Start(operation, bucket, _endpoint);
        try
        {
            var response = await AskAsync(request, operation, bucket, key, bytes, cancellationToken);
            S3Span.Answer(span, response?.StatusCode ?? HttpStatusCode.NotFound);
            return response;
        }
        catch (Exception exception)
        {
            S3Span.Fail(span, exception);
            throw;
        }
    }

    public void Dispose() => Client.Dispose();

    private async Task<HttpResponseMessage?> AskAsync(
        HttpRequestMessage request,
        string operation,
        string bucket,
        string key,
        long bytes,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience + TimeSpan.FromSeconds(bytes / 1e6));
        HttpResponseMessage response;
        try
        {
            _signature.Sign(request, _time.GetUtcNow());
            response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.NotFound && await IsObjectAbsentAsync(response, limit.Token))
                    return null;
                throw await S3Fault.OfAsync(response, operation, bucket, key, limit.Token);
            }
        }
        catch (HttpRequestException exception)
        {
            throw S3Fault.Unavailable(operation, bucket, key, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Fault.Unavailable(operation, bucket, key, new TimeoutException("It did not answer in time.", exception));
        }
    }

    /// <summary>A bucket that is missing is the store's fault; a HEAD does not tell the two apart.</summary>
    private static async Task<bool> IsObjectAbsentAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        return !(await response.Content.ReadAsStringAsync(cancellationToken))
            .Contains("NoSuchBucket", StringComparison.Ordinal);
    }
}
