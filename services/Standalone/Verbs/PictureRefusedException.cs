namespace Lesion.Standalone.Verbs;

/// <summary>One picture cannot be classified; the message says why and what to do.</summary>
internal sealed class PictureRefusedException(string message, Exception? inner = null) : Exception(message, inner);
