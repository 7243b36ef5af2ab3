namespace Lesion.Learning.Weights.Library;

/// <summary>Weights could not be fetched; the message names the address, the reason and the remedy.</summary>
public sealed class WeightsUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
