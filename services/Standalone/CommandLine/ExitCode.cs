namespace Lesion.Standalone.CommandLine;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;
}
