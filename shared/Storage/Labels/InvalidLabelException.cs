namespace Lesion.Storage.Labels;

/// <summary>Text that is no label; the message says why and what a label looks like.</summary>
public sealed class InvalidLabelException(string message) : Exception(message);
