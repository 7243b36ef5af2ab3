using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>The model that a request asks for; a version that is asked for by its number is fetched where it is not loaded.</summary>
internal sealed class ModelFinder(
    ServingModels models,
    ModelActivator activator,
    ModelLoader loader,
    IObjectStore store,
    IOptions<InferenceOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <returns>For reading its card; it may be retired by the time that a batch is formed.</returns>
    /// <exception cref="NoModelException">No champion serves.</exception>
    /// <exception cref="ModelNotServedException">There is no such version or challenger, or no room for it.</exception>
    /// <exception cref="ModelLoadException">The version is incomplete, altered, or answers otherwise than it should.</exception>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async ValueTask<OnnxModel> FindAsync(ModelTarget target, CancellationToken cancellationToken)
    {
        if (!activator.FirstLook.IsCompleted)
        {
            await activator.FirstLook.WaitAsync(cancellationToken);
        }

        if (models.Find(target) is { } model)
        {
            return model;
        }

        return target switch
        {
            { Version: { } version } => await LoadAsync(version, cancellationToken),
            { IsChallenger: true } => throw new ModelNotServedException(
                "There is no challenger: give a version that alias, or ask the champion."),
            _ => throw new NoModelException(NoModelText.Of(activator.State)),
        };
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<OnnxModel> LoadAsync(int version, CancellationToken cancellationToken)
    {
        if (options.Value.MaxLoadedVersions == 0)
        {
            throw new ModelNotServedException(
                $"Version {version} does not serve here, and others are not fetched: raise Lesion:Inference:MaxLoadedVersions, or promote it.");
        }

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (models.Find(ModelTarget.Of(version)) is { } loaded)
            {
                return loaded;
            }

            if (await store.HeadAsync(Buckets.Models, Keys.ModelManifest(version), cancellationToken) is null)
            {
                throw new ModelNotServedException($"There is no version {version}: GET /v1/models lists them.");
            }

            var model = await loader.LoadAsync(version, cancellationToken);
            try
            {
                await Task.Run(model.WarmUp, CancellationToken.None);
            }
            catch
            {
                model.Dispose();
                throw;
            }

            models.Pin(model);
            return model;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
