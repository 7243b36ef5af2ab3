namespace Lesion.Training.Tests;

/// <summary>The worker was killed: nothing it does afterwards has any effect.</summary>
public sealed class KilledException() : Exception("The worker was killed.");
