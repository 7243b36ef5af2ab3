namespace Lesion.Inference.Serving;

/// <summary>What became of the last look at an alias.</summary>
/// <param name="Looked">Whether it was read at all since the process began.</param>
/// <param name="Version">The version that should serve; null where there is none yet.</param>
/// <param name="Error">Why it does not serve, or why the alias cannot be read; null where all is well.</param>
internal sealed record ServingState(bool Looked, int? Version, string? Error)
{
    public static readonly ServingState Unknown = new(Looked: false, Version: null, Error: null);
}
