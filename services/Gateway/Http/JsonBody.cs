using System.Text.Json;
using Lesion.Storage;

namespace Lesion.Gateway.Http;

/// <summary>A JSON body, with or without a content type, so that what is wrong with it can be said.</summary>
internal static class JsonBody
{
    /// <summary>Null where the body is empty.</summary>
    /// <exception cref="BadRequestException">The body is not the JSON that it should be.</exception>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(body.GetBuffer().AsSpan(0, (int)body.Length), LesionJson.Options);
        }
        catch (JsonException exception)
        {
            var fields = typeof(T).GetProperties().Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name));
            throw new BadRequestException(
                "badJson",
                $"The body cannot be read at '{exception.Path ?? "$"}', line {exception.LineNumber + 1}: send a JSON object whose"
                + $" fields are among {string.Join(", ", fields)}, each of its own type.");
        }
    }
}
