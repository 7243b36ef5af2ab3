using Lesion.Inference.Protocol.Wire;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Protocol;

/// <summary>A model as the protocol knows one: tensors in, tensors out.</summary>
internal interface IProtocolModel
{
    /// <param name="serving">The version that answers.</param>
    ModelDescription Describe(OnnxModel serving);

    /// <exception cref="ProtocolException">The request does not fit what the model takes and gives.</exception>
    Task<InferAnswer> InferAsync(InferRequest request, ModelTarget target, CancellationToken cancellationToken);
}
