using Lesion.Inference.Batching;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>The parameters of a request that mean something here; others are passed over, as the protocol wants it.</summary>
/// <param name="BinaryOutput"><c>binary_data_output</c>: all outputs in binary, unless an output says otherwise.</param>
/// <param name="Timeout"><c>timeout</c>, in microseconds on the wire; null where the request leaves it to the service.</param>
/// <param name="Priority"><c>priority</c>, of Triton's levels the first or a lower one.</param>
internal sealed record RequestParameters(
    bool BinaryOutput = false, TimeSpan? Timeout = null, RequestPriority Priority = RequestPriority.Interactive);
