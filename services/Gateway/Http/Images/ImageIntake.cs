using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Lesion.Storage.Labels;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Http;

/// <summary>Puts an uploaded image into the inbox, where it goes the way of every other drop.</summary>
internal sealed class ImageIntake(IObjectStore store, Announcer announcer, IOptions<GatewayOptions> options)
{
    private const int LongestGroup = 128;
    private const int LongestName = 60;

    /// <exception cref="BadImageException">The bytes are no picture, or one that is not accepted.</exception>
    /// <exception cref="BadRequestException">The label or the group cannot be used.</exception>
    public async Task<AcceptedImage> TakeInAsync(
        HttpContext context,
        string? label,
        string? group,
        CancellationToken cancellationToken)
    {
        var folder = string.IsNullOrWhiteSpace(label) ? Keys.Unlabelled : LabelOf(label);
        var metadata = Metadata(group);
        var upload = await UploadReader.ReadAsync(context, options.Value.LargestUpload, cancellationToken);
        var format = Check(upload.Bytes).ToString().ToLowerInvariant();
        var imageId = Convert.ToHexStringLower(SHA256.HashData(upload.Bytes.Span));
        var put = new PutOptions { ContentType = $"image/{format}", Metadata = metadata }.WithTrace();
        var key = await PutAsync(folder, FileName(upload.FileName), $"{imageId}.{format}", upload.Bytes, put, cancellationToken);
        await announcer.AnnounceAsync(new InboxObjectDropped { Key = key });
        return new AcceptedImage(imageId, key);
    }

    /// <summary>A label as a person gives it, in its one spelling.</summary>
    /// <exception cref="BadRequestException">It is no label.</exception>
    public static string LabelOf(string text)
    {
        try
        {
            var label = LabelName.Normalise(text);
            return label != Keys.Unlabelled
                ? label
                : throw new BadRequestException("badLabel", $"'{label}' is no label: leave the label out, or give null.");
        }
        catch (InvalidLabelException exception)
        {
            throw new BadRequestException("badLabel", exception.Message);
        }
    }

    /// <summary>Looks at every pixel, so that who uploads half a picture is told, and not only the quarantine.</summary>
    private static ImageFormat Check(ReadOnlyMemory<byte> bytes)
    {
        CanonicalImage.Render(bytes, CanonicalRecipe.Default);
        return ImageInspector.Inspect(bytes).Format;
    }

    /// <summary>
    /// Under the client's name, by which a label sheet finds it. Where a file of that name waits in the inbox already, or
    /// there is no name to use, under the image's id: nothing that was accepted is overwritten.
    /// </summary>
    private async Task<string> PutAsync(
        string folder,
        string? fileName,
        string unique,
        ReadOnlyMemory<byte> bytes,
        PutOptions put,
        CancellationToken cancellationToken)
    {
        var named = $"{folder}/{fileName}";
        if (fileName is not null && await store.TryPutAsync(Buckets.Inbox, named, bytes, put, cancellationToken))
        {
            return named;
        }

        var key = $"{folder}/{unique}";
        await store.PutBytesAsync(Buckets.Inbox, key, bytes, put, cancellationToken);
        return key;
    }

    private static Dictionary<string, string> Metadata(string? group)
    {
        if (string.IsNullOrWhiteSpace(group))
        {
            return [];
        }

        var name = group.Trim();
        return name.Length <= LongestGroup
            ? new Dictionary<string, string> { [ObjectMetadata.Group] = Uri.EscapeDataString(name) }
            : throw new BadRequestException(
                "badGroup",
                $"The group has {name.Length} characters: take at most {LongestGroup}.");
    }

    /// <summary>The client's name without folders; null where it cannot be a file's in the inbox.</summary>
    private static string? FileName(string? given)
    {
        var name = given?.Replace('\\', '/').Split('/')[^1].Trim();
        return string.IsNullOrEmpty(name)
            || name.Length > LongestName
            || name.StartsWith('.')
            || name.Any(char.IsControl)
            || name.Equals(Keys.LabelSheetName, StringComparison.OrdinalIgnoreCase)
            ? null
            : name;
    }
}
