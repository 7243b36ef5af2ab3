namespace Lesion.Learning.Training.Artefact;

/// <summary>A golden image's file beside the manifest: the network's input as a PNG.</summary>
public sealed record GoldenInput(string File, byte[] Png);
