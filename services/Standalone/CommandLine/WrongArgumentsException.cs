namespace Lesion.Standalone.CommandLine;

/// <summary>The arguments are at fault in a way that only the verb itself can see; the message says which and how.</summary>
internal sealed class WrongArgumentsException(string message) : Exception(message);
