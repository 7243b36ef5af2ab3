using System.Net;
using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Standalone.CommandLine;
using Lesion.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Standalone.Verbs;

/// <summary>Classifies by asking a server.</summary>
internal sealed class ServerClassifier : IPictureClassifier
{
    private readonly HttpClient _http;
    private readonly Uri _server;

    public ServerClassifier(Uri server)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = server };
        // So that a picture that is too large is refused before it is sent, and not in the middle of it.
        _http.DefaultRequestHeaders.ExpectContinue = true;
    }

    public async Task<Classification> ClassifyAsync(byte[] image, bool explain, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(image);
        using var response = await PostAsync(explain ? "/v1/classifications?explain=true" : "/v1/classifications", content, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, cancellationToken)
                ?? throw new CommandFailedException($"{_server} answered with nothing. Is it a Lesion server?");
        }

        var detail = await ReadDetailAsync(response, cancellationToken);
        throw response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
            ? new PictureRefusedException(detail)
            : new CommandFailedException($"{_server} does not answer ({(int)response.StatusCode}): {detail}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.PostAsync(path, content, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException(
                $"{_server} cannot be reached: {exception.Message} Start it with 'lesion serve', or classify with --model.", exception);
        }
    }

    private static async Task<string> ReadDetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return response.ReasonPhrase ?? "no reason given";
        }

        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(LesionJson.Options, cancellationToken);
        return problem?.Detail ?? problem?.Title ?? "no reason given";
    }
}
