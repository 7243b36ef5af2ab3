namespace Lesion.Inference.Serving;

/// <summary>What became of the last look at the champion's alias.</summary>
/// <param name="Looked">Whether the alias was read at all since the process began.</param>
/// <param name="Champion">The version that should serve; null where there is none yet.</param>
/// <param name="Error">Why it does not serve, or why the alias cannot be read; null where all is well.</param>
internal sealed record ServingState(bool Looked, int? Champion, string? Error);
