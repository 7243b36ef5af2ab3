using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Http;
using Lesion.Storage;

namespace Lesion.Standalone.Demo;

/// <summary>The HTTP API as the demonstration uses it: nothing that another client could not do.</summary>
internal sealed class DemoClient(Uri address) : IDisposable
{
    private const int LargestPage = 1000;

    // An answer may have to wait behind the preparation of images.
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    public IAsyncEnumerable<ImageResource> ImagesAsync(CancellationToken cancellationToken) =>
        ListAsync<ImageResource>("/v1/images", cancellationToken);

    public IAsyncEnumerable<ImageRejected> RejectionsAsync(CancellationToken cancellationToken) =>
        ListAsync<ImageRejected>("/v1/rejections", cancellationToken);

    public async Task<TrainingResource> TrainAsync(TrainingOrder order, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/v1/trainings", order, LesionJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await ReadAsync<TrainingResource>(response, cancellationToken);
    }

    /// <summary>Follows a training to its end.</summary>
    public async Task<TrainingOutcome> FollowAsync(
        string trainingId, Action<TrainingProgressed> progressed, CancellationToken cancellationToken)
    {
        await using var events = await _http.GetStreamAsync($"/v1/trainings/{trainingId}/events", cancellationToken);
        await foreach (var item in SseParser.Create(events).EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "ended")
            {
                return Parse<TrainingOutcome>(item.Data);
            }

            progressed(Parse<TrainingProgressed>(item.Data));
        }

        throw new IOException("The server stopped telling of the training before it ended.");
    }

    public async Task<ModelDetails?> FindModelAsync(int version, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"/v1/models/{version}", cancellationToken);
        return response.IsSuccessStatusCode ? await ReadAsync<ModelDetails>(response, cancellationToken) : null;
    }

    public async Task<Classification> ClassifyAsync(byte[] image, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(image);
        using var response = await _http.PostAsync("/v1/classifications", content, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await ReadAsync<Classification>(response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<T> ListAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = "";
        do
        {
            using var response = await _http.GetAsync($"{path}?limit={LargestPage}{next}", cancellationToken);
            response.EnsureSuccessStatusCode();
            var page = await ReadAsync<Page<T>>(response, cancellationToken);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            next = page.Next is null ? null : $"&cursor={page.Next}";
        }
        while (next is not null);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync<T>(LesionJson.Options, cancellationToken)
        ?? throw new IOException($"{response.RequestMessage?.RequestUri} answered with nothing.");

    private static T Parse<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, LesionJson.Options) ?? throw new IOException("An event of the training is empty.");
}
