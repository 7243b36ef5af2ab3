namespace Lesion.Evaluation.Datasets;

/// <summary>The images make no dataset that a training could use. The message names the counts and the remedy.</summary>
public sealed class DatasetException(string message) : Exception(message);
