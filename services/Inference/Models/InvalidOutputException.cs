namespace Lesion.Inference;

/// <summary>The network gave a value that is no number; there is no verdict from that.</summary>
public sealed class InvalidOutputException(string model, string output)
    : Exception(
        $"Model '{model}' gave a value that is no finite number in its output '{output}': no verdict is made from that. "
        + "Roll back to an older version, or train again.");
