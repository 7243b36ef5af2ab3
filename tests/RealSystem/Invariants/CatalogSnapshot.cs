using System.Collections.Concurrent;
using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>What the gateway's HTTP API says of images, all of it.</summary>
internal sealed record CatalogSnapshot(IReadOnlyDictionary<string, CatalogImage> Images, IReadOnlyList<ImageRejected> Rejections)
{
    private const int ReadAtOnce = 4;

    public static async Task<CatalogSnapshot> ReadAsync(HttpClient gateway, CancellationToken cancellationToken)
    {
        var images = new ConcurrentDictionary<string, CatalogImage>();
        await Parallel.ForEachAsync(
            await ListAsync<ListedImage>(gateway, "v1/images", cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken },
            async (image, cancellation) => images[image.Id] =
                await GetAsync<CatalogImage>(gateway, $"v1/images/{image.Id}", cancellation));
        return new CatalogSnapshot(images, await ListAsync<ImageRejected>(gateway, "v1/rejections", cancellationToken));
    }

    private static async Task<List<T>> ListAsync<T>(HttpClient gateway, string path, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        string? next = "";
        do
        {
            var page = await GetAsync<Page<T>>(gateway, $"{path}?limit=1000&cursor={next}", cancellationToken);
            items.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return items;
    }

    private static async Task<T> GetAsync<T>(HttpClient gateway, string path, CancellationToken cancellationToken) =>
        await gateway.GetFromJsonAsync<T>(path, LesionJson.Options, cancellationToken)
        ?? throw new InvalidDataException($"The gateway answers null to '{path}'.");

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

    private sealed record ListedImage(string Id);
}
