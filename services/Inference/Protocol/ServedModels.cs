using Lesion.Inference.Serving;

namespace Lesion.Inference.Protocol;

/// <summary>Which models there are: the graph of each version that serves, and the same version for pictures.</summary>
internal sealed class ServedModels(
    ServingModels serving, ModelFinder finder, ModelActivator activator, GraphModel graph, PictureModel pictures)
{
    public bool AreReady => serving.Find(ModelTarget.Champion) is not null;

    /// <summary>Those of the champion; none where there is none.</summary>
    public IEnumerable<ModelDescription> All =>
        serving.Find(ModelTarget.Champion) is { } champion ? [graph.Describe(champion), pictures.Describe(champion)] : [];

    /// <param name="name">The name of the version's manifest, or <see cref="PictureModel.Name"/>.</param>
    /// <param name="version">A number or an alias; null is the champion.</param>
    /// <exception cref="NoModelException">No champion serves.</exception>
    /// <exception cref="ModelNotServedException">The version is not loaded.</exception>
    /// <exception cref="ProtocolException">There is no such model.</exception>
    public ModelDescription Describe(string name, string? version)
    {
        var target = Target(name, version);
        if (serving.Find(target) is not { } model)
        {
            throw target == ModelTarget.Champion
                ? new NoModelException(NoModelText.Of(activator.State))
                : new ModelNotServedException($"Version '{version}' of '{name}' does not serve here: ask '{name}' without a version, or promote it.");
        }

        return Named(name, model).Describe(model);
    }

    /// <summary>The same for asking it; a version that is not loaded is fetched.</summary>
    public async Task<(IProtocolModel Model, ModelTarget Target, ModelDescription Description)> FindAsync(
        string name, string? version, CancellationToken cancellationToken)
    {
        var target = Target(name, version);
        var found = await finder.FindAsync(target, cancellationToken);
        var model = Named(name, found);
        return (model, target, model.Describe(found));
    }

    private IProtocolModel Named(string name, OnnxModel model) => name == PictureModel.Name ? pictures
        : name == model.Served.Name ? graph
        : throw new ProtocolException(
            $"There is no model '{name}' here; there are '{model.Served.Name}' and '{PictureModel.Name}'.", StatusCodes.Status404NotFound);

    private static ModelTarget Target(string name, string? version) => version is null
        ? ModelTarget.Champion
        : ModelTarget.Parse(version) ?? throw new ModelNotServedException(
            $"There is no version '{version}' of '{name}': a version is a number, 'champion' or 'challenger'.");
}
