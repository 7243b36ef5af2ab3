namespace Lesion.Storage.Labels;

/// <summary>
/// A <c>labels.csv</c> that cannot be used. The message names the rows and what to do; whoever knows the name of the file
/// adds it.
/// </summary>
public sealed class BadLabelSheetException(string message) : Exception(message);
