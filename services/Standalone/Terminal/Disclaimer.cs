namespace Lesion.Standalone.Terminal;

internal static class Disclaimer
{
    /// <summary>Stands wherever people see results.</summary>
    public const string Text = "For research and engineering. No medical device: not to be used to diagnose or to decide on treatment.";
}
