namespace Lesion.Imaging;

/// <summary>
/// Bytes that are not accepted as a picture. The message says what is wrong and what to do;
/// whoever knows the name of the file adds it.
/// </summary>
public sealed class BadImageException : Exception
{
    public BadImageException(BadImageReason reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    public BadImageReason Reason { get; }
}
