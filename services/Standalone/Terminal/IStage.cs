namespace Lesion.Standalone.Terminal;

/// <summary>One stretch of work on a <see cref="IStageBoard"/>.</summary>
internal interface IStage
{
    /// <summary>How far it is; <paramref name="detail"/> is a few words for a person.</summary>
    void Report(double done, double total, string? detail = null);

    /// <summary>Ends it. A stage that is never ended failed.</summary>
    void Complete(string detail);
}
