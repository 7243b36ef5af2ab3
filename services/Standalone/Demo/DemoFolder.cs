using Lesion.Standalone.CommandLine;

namespace Lesion.Standalone.Demo;

/// <summary>A fresh folder for all that a demonstration leaves behind: it never touches the state of a server.</summary>
internal sealed class DemoFolder
{
    private DemoFolder(string path) => State = path;

    /// <summary>The folder of all state.</summary>
    public string State { get; }

    /// <summary>Painted images before they are dropped.</summary>
    public string Painted => Path.Combine(State, "painted");

    /// <summary>Copies on their way into the inbox: on the same disk, so that a file appears there whole.</summary>
    public string Outbox => Path.Combine(State, "outbox");

    public string LogFile => Path.Combine(State, "lesion.log");

    /// <param name="asked">A folder that is new or empty; null makes a temporary one.</param>
    /// <exception cref="CommandFailedException">The folder holds something, or cannot be made.</exception>
    public static DemoFolder Create(DirectoryInfo? asked)
    {
        if (asked is null)
        {
            return new DemoFolder(Directory.CreateTempSubdirectory("lesion-demo-").FullName);
        }

        if (asked.Exists && asked.EnumerateFileSystemInfos().Any())
        {
            throw new CommandFailedException(
                $"'{asked}' is not empty. The demonstration wants a folder of its own: give --data a new one, or leave it out.");
        }

        try
        {
            asked.Create();
            return new DemoFolder(asked.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The folder '{asked}' cannot be made: {exception.Message}", exception);
        }
    }
}
