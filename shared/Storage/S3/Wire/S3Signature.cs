using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lesion.Storage.S3.Wire;

/// <summary>
/// Signs requests with AWS Signature Version 4. The body is left unsigned, so that it can be streamed without being read
/// twice; its length is fixed by <c>Content-Length</c>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"/>
internal sealed class S3Signature(S3Settings settings)
{
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>Adds date, hash and signature to a request whose address is in canonical form already.</summary>
    public void Sign(HttpRequestMessage request, DateTimeOffset now)
    {
        request.Headers.Host = request.RequestUri!.Authority;
        request.Headers.Add("x-amz-date", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        if (!request.Headers.Contains("x-amz-content-sha256"))
            request.Headers.Add("x-amz-content-sha256", UnsignedPayload);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(request, now));
    }

    /// <summary>Escapes all but the letters, digits and marks that RFC 3986 leaves unreserved.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>The path of a key: escaped, with its slashes.</summary>
    public static string EscapePath(string key) => string.Join('/', key.Split('/').Select(Escape));

    private string Authorization(HttpRequestMessage request, DateTimeOffset now)
    {
        var day = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{day}/{settings.Region}/s3/aws4_request";
        var headers = request.Headers
            .Where(header => header.Key.Equals("host", StringComparison.OrdinalIgnoreCase)
                || header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("range", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value).Trim()))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            request.RequestUri.Query.TrimStart('?'),
            string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n")),
            names,
            request.Headers.GetValues("x-amz-content-sha256").Single());
        var toSign = string.Join(
            '\n',
            "AWS4-HMAC-SHA256",
            request.Headers.GetValues("x-amz-date").Single(),
            scope,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var signature = Convert.ToHexStringLower(Hmac(SigningKey(day), toSign));
        return $"AWS4-HMAC-SHA256 Credential={settings.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    private byte[] SigningKey(string day)
    {
        var key = Hmac(Encoding.UTF8.GetBytes($"AWS4{settings.SecretKey}"), day);
        key = Hmac(key, settings.Region);
        key = Hmac(key, "s3");
        return Hmac(key, "aws4_request");
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
