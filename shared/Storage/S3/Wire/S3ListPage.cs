using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Lesion.Storage.S3.Wire;

/// <summary>One answer of a listing, up to a thousand keys.</summary>
/// <param name="Next">Continues the listing; null at its end.</param>
internal sealed record S3ListPage(IReadOnlyList<ObjectListing> Objects, string? Next)
{
    /// <summary>Parses what <c>ListObjectsV2</c> answers with <c>encoding-type=url</c>.</summary>
    /// <exception cref="XmlException">It is no listing.</exception>
    public static async Task<S3ListPage> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var root = (await XDocument.LoadAsync(content, LoadOptions.None, cancellationToken)).Root!;
        if (root.Name.LocalName != "ListBucketResult")
            throw new XmlException($"a listing was expected, not '{root.Name.LocalName}'");
        var encoded = Value(root, "EncodingType") == "url";
        var objects = root.Elements()
            .Where(element => element.Name.LocalName == "Contents")
            .Select(element => Row(element, encoded))
            .ToList();
        return new S3ListPage(objects, Value(root, "IsTruncated") == "true" ? Value(root, "NextContinuationToken") : null);
    }

    private static ObjectListing Row(XElement row, bool encoded)
    {
        var key = Value(row, "Key") ?? throw new XmlException("a row without a key");
        return new ObjectListing(
            encoded ? WebUtility.UrlDecode(key) : key,
            long.Parse(Value(row, "Size") ?? "0", CultureInfo.InvariantCulture),
            S3Headers.Unquote(Value(row, "ETag") ?? ""),
            DateTimeOffset.Parse(Value(row, "LastModified") ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static string? Value(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
