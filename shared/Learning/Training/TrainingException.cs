namespace Lesion.Learning.Training;

/// <summary>A training cannot be done with these images or this recipe. The message names what is wrong and the remedy.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : Exception(message, innerException);
