using Lesion.Storage.S3.Wire;
using Minio;
using Minio.DataModel.Args;

namespace Lesion.Storage.S3;

/// <summary>
/// The buckets themselves, through the Minio client. Whatever it throws (some of it is no <c>MinioException</c>, and a
/// refusal without a text becomes an <see cref="ArgumentNullException"/>) is told as a store that is unavailable.
/// </summary>
internal sealed class S3Buckets(S3Settings settings) : IDisposable
{
    private readonly IMinioClient _client = new MinioClient()
        .WithEndpoint(settings.Endpoint.Authority)
        .WithSSL(settings.Endpoint.Scheme == Uri.UriSchemeHttps)
        .WithCredentials(settings.AccessKey, settings.SecretKey)
        .WithRegion(settings.Region)
        .WithTimeout((int)TimeSpan.FromSeconds(30).TotalMilliseconds)
        .Build();

    /// <summary>Makes the bucket where it is missing; another process may do so at the same time.</summary>
    public async Task MakeAsync(string bucket, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(bucket, cancellationToken))
            return;
        try
        {
            await GuardAsync("make", bucket, () => _client.MakeBucketAsync(
                new MakeBucketArgs().WithBucket(bucket).WithLocation(settings.Region), cancellationToken));
        }
        catch (StoreUnavailableException)
        {
            if (!await ExistsAsync(bucket, cancellationToken))
                throw;
        }
    }

    /// <summary>Has the bucket keep versions, if it does not yet.</summary>
    public async Task KeepVersionsAsync(string bucket, CancellationToken cancellationToken)
    {
        if (!await KeepsVersionsAsync(bucket, cancellationToken))
        {
            await GuardAsync("enable versions of", bucket, () => _client.SetVersioningAsync(
                new SetVersioningArgs().WithBucket(bucket).WithVersioningEnabled(), cancellationToken));
        }
    }

    public async Task<bool> KeepsVersionsAsync(string bucket, CancellationToken cancellationToken)
    {
        var keeps = false;
        await GuardAsync("ask for versions of", bucket, async () =>
            keeps = (await _client.GetVersioningAsync(new GetVersioningArgs().WithBucket(bucket), cancellationToken))
                ?.Status == "Enabled");
        return keeps;
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> ExistsAsync(string bucket, CancellationToken cancellationToken)
    {
        var exists = false;
        await GuardAsync("look for", bucket, async () =>
            exists = await _client.BucketExistsAsync(new BucketExistsArgs().WithBucket(bucket), cancellationToken));
        return exists;
    }

    private static async Task GuardAsync(string operation, string bucket, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (HttpRequestException exception)
        {
            throw S3Fault.Unavailable(operation, bucket, "", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var said = exception is ArgumentNullException ? "It refuses and does not say why." : exception.Message;
            throw S3Fault.Unavailable(operation, bucket, "", new InvalidOperationException(
                $"{said} Check 'Lesion:Storage:AccessKey', 'Lesion:Storage:SecretKey' and what they are allowed to do.", exception));
        }
    }
}
