namespace Lesion.Standalone.CommandLine;

/// <summary>What a verb was asked for cannot be done; the message says why and what to do, and is all that is shown.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException(string message)
        : base(message)
    {
    }

    public CommandFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
