namespace Lesion.Standalone.Serving;

/// <summary>How the whole system is started in this process.</summary>
internal sealed record LesionHostSettings
{
    public required string Urls { get; init; }

    /// <summary>The state folder; null leaves it to the configuration.</summary>
    public string? Data { get; init; }

    /// <summary>The file to log to instead of the console.</summary>
    public string? LogFile { get; init; }
}
