namespace Lesion.Storage;

/// <summary>
/// The names of the user metadata that objects carry, so that what a lost message said can be read from the store: one HEAD
/// and no bytes.
/// </summary>
public static class ObjectMetadata
{
    /// <summary>Inbox: the group that the uploader gave.</summary>
    public const string Group = "group";

    /// <summary>
    /// Where a sweep may have to make up for a lost message: the trace in which the object was put, as the W3C writes it. A
    /// client may give it to what it drops into the inbox.
    /// </summary>
    public const string TraceParent = "traceparent";

    /// <summary><c>images/</c>: <c>jpeg</c>, <c>png</c>, …</summary>
    public const string Format = "format";

    /// <summary><c>images/</c>, <c>prepared/</c>: pixels across.</summary>
    public const string Width = "width";

    /// <summary><c>images/</c>, <c>prepared/</c>: pixels down.</summary>
    public const string Height = "height";

    /// <summary><c>prepared/</c>: 64 hexadecimal digits.</summary>
    public const string PerceptualHash = "perceptual-hash";

    /// <summary><c>prepared/</c>: variance of the Laplacian of the luminance.</summary>
    public const string Sharpness = "sharpness";

    /// <summary><c>prepared/</c>: mean luminance in [0, 1].</summary>
    public const string Exposure = "exposure";

    /// <summary><c>prepared/</c>: the id of the recipe of the views that were made with it; absent where none were.</summary>
    public const string ViewRecipe = "view-recipe";

    /// <summary><c>quarantine/</c>: the key in the inbox, percent-encoded, as metadata is ASCII.</summary>
    public const string DropKey = "drop-key";

    /// <summary><c>quarantine/</c>: the code of the reason.</summary>
    public const string Reason = "reason";

    /// <summary><c>quarantine/</c>: what is wrong and what to do, percent-encoded.</summary>
    public const string Message = "message";

    /// <summary><c>quarantine/</c>: when it was refused, in ISO 8601.</summary>
    public const string RejectedAt = "rejected-at";

    /// <summary><c>quarantine/</c>: the image's id where it had been stored before it was found to be broken.</summary>
    public const string ImageId = "image-id";
}
