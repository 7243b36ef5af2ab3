namespace Lesion.Ingestion.Intake;

/// <summary>A dropped file that is not taken in; it goes to the quarantine.</summary>
/// <param name="reason">A code, such as <c>notAnImage</c>.</param>
/// <param name="message">What is wrong and what to do, naming the file.</param>
internal sealed class RefusedDropException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
