using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Http;

/// <summary>Puts an uploaded image into the inbox, where it goes the way of every other drop.</summary>
internal sealed class ImageIntake(IObjectStore store, IBus bus, IOptions<GatewayOptions> options)
{
    private const int LongestGroup = 128;

    /// <exception cref="BadImageException">The bytes are no picture, or one that is not accepted.</exception>
    /// <exception cref="BadRequestException">The label or the group cannot be used.</exception>
    public async Task<AcceptedImage> TakeInAsync(
        HttpContext context,
        string? label,
        string? group,
        CancellationToken cancellationToken)
    {
        var folder = string.IsNullOrWhiteSpace(label) ? Keys.Unlabelled : LabelName.Parse(label);
        var metadata = Metadata(group);
        var upload = await UploadReader.ReadAsync(context, options.Value.LargestUpload, cancellationToken);
        var header = ImageInspector.Inspect(upload.Bytes);
        var imageId = Convert.ToHexStringLower(SHA256.HashData(upload.Bytes.Span));
        var key = Key(folder, imageId, upload.FileName, header.Format);
        var put = new PutOptions { ContentType = $"image/{header.Format.ToString().ToLowerInvariant()}", Metadata = metadata };
        await store.PutBytesAsync(Buckets.Inbox, key, upload.Bytes, put, cancellationToken);
        await bus.Publish(new InboxObjectDropped { Key = key }, cancellationToken);
        return new AcceptedImage(imageId, key);
    }

    private static Dictionary<string, string> Metadata(string? group)
    {
        if (string.IsNullOrWhiteSpace(group))
        {
            return [];
        }

        var name = group.Trim();
        return name.Length <= LongestGroup && name.All(letter => letter is >= ' ' and <= '~')
            ? new Dictionary<string, string> { [ObjectMetadata.Group] = name }
            : throw new BadRequestException(
                "badGroup",
                $"'{group}' cannot be a group: take at most {LongestGroup} plain ASCII characters.");
    }

    /// <summary>
    /// Under the image's id, so that two uploads of one name do not overwrite each other before they are ingested, and with
    /// the client's name at the end, by which a label sheet finds it.
    /// </summary>
    private static string Key(string folder, string imageId, string? fileName, ImageFormat format)
    {
        var name = Path.GetFileName(fileName?.Replace('\\', '/'));
        return string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)
            ? $"{folder}/{imageId}.{format.ToString().ToLowerInvariant()}"
            : $"{folder}/{imageId}/{name.Trim()}";
    }
}
