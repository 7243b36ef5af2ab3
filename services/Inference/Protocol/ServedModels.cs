using Lesion.Inference.Batching;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Protocol;

/// <summary>Which models there are: the graph of the version that serves, and the same version for pictures.</summary>
internal sealed class ServedModels(ModelSlot slot, ModelActivator activator, GraphModel graph, PictureModel pictures)
{
    public bool AreReady => slot.Current is not null;

    /// <summary>None where no model serves.</summary>
    public IEnumerable<ModelDescription> All => slot.Current is { } serving ? [graph.Describe(serving), pictures.Describe(serving)] : [];

    /// <param name="name">The name of the served version's manifest, or <see cref="PictureModel.Name"/>.</param>
    /// <param name="version">Null is the one that serves.</param>
    /// <exception cref="NoModelException">No model serves.</exception>
    /// <exception cref="ProtocolException">No such model, or no such version of it, serves.</exception>
    public (IProtocolModel Model, ModelDescription Description) Find(string name, string? version)
    {
        var serving = slot.Current ?? throw new NoModelException(NoModelText.Of(activator.State));
        IProtocolModel model = name == PictureModel.Name ? pictures
            : name == serving.Served.Name ? graph
            : throw new ProtocolException(
                $"There is no model '{name}' here; there are '{serving.Served.Name}' and '{PictureModel.Name}'.", StatusCodes.Status404NotFound);
        RequireVersion(name, version, serving.Served.Version);
        return (model, model.Describe(serving));
    }

    /// <exception cref="ProtocolException">Another version than the one asked for.</exception>
    public static void RequireVersion(string name, string? asked, int serving)
    {
        if (asked is not null && asked != serving.ToString())
        {
            throw new ProtocolException(
                $"Version '{asked}' of '{name}' does not serve here: version {serving} does. Leave the version out, or promote the other.",
                StatusCodes.Status404NotFound);
        }
    }
}
