using System.Net;
using System.Security.Cryptography;
using Lesion.Storage;
using Minio;
using Minio.DataModel;
using Minio.DataModel.Args;

namespace Lesion.Testing;

/// <summary>Drops files as anybody does, by plain S3: presigned addresses and HTTP, nothing of the system's own.</summary>
public sealed class InboxClient : IDisposable
{
    private const int AddressValidSeconds = 3600;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly IMinioClient _s3;
    private readonly HttpClient _http = new();

    public InboxClient(S3Settings account) =>
        _s3 = new MinioClient()
            .WithEndpoint(new Uri(account.Endpoint).Authority)
            .WithSSL(false)
            .WithCredentials(account.AccessKey, account.SecretKey)
            .WithRegion("us-east-1")
            .Build();

    /// <summary>Puts a file into the inbox; where the store is away, again and again until it confirms.</summary>
    public async Task<DroppedFile> DropAsync(FileToDrop file, CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(BetweenTries);
        for (var unconfirmed = 0; ; unconfirmed++)
        {
            if (await TryPutAsync(file, cancellationToken) is { } version)
            {
                var imageId = Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span));
                return new DroppedFile(file.Key, version, imageId, file.Refusal, unconfirmed);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Every version that lies in the inbox, those under one that was put later among them.</summary>
    public async Task<IReadOnlyList<(string Key, string VersionId)>> ListVersionsAsync(CancellationToken cancellationToken = default)
    {
        var every = new ListObjectsArgs().WithBucket(Buckets.Inbox).WithRecursive(true).WithVersions(true);
        return await _s3.ListObjectsEnumAsync(every, cancellationToken)
            .Select((Item item) => (item.Key, item.VersionId))
            .ToListAsync(cancellationToken);
    }

    public void Dispose()
    {
        _s3.Dispose();
        _http.Dispose();
    }

    /// <returns>The version; null where the store did not confirm it, so that nobody knows whether it lies there.</returns>
    private async Task<string?> TryPutAsync(FileToDrop file, CancellationToken cancellationToken)
    {
        var address = await _s3.PresignedPutObjectAsync(
            new PresignedPutObjectArgs().WithBucket(Buckets.Inbox).WithObject(file.Key).WithExpiry(AddressValidSeconds));
        using var content = new ReadOnlyMemoryContent(file.Bytes);
        try
        {
            using var answer = await _http.PutAsync(address, content, cancellationToken);
            if (answer.StatusCode >= HttpStatusCode.InternalServerError)
                return null;
            answer.EnsureSuccessStatusCode();
            return answer.Headers.GetValues("x-amz-version-id").Single();
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            return null;
        }
    }
}
