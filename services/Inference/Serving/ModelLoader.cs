using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>
/// Makes a published version ready to serve: fetched, checked, loaded, warm for one image, and proved on its golden images.
/// Whoever lets it serve warms the rest.
/// </summary>
internal sealed class ModelLoader(
    IObjectStore store, InferenceMetrics metrics, IOptions<InferenceOptions> options, TimeProvider time)
{
    /// <summary>The largest difference of a probability from what the manifest says of a golden image.</summary>
    private const double GoldenTolerance = 1e-3;

    /// <exception cref="ModelLoadException">The version is incomplete, altered, or answers otherwise than it should.</exception>
    /// <exception cref="StoreUnavailableException">The store is away; no fault of the model.</exception>
    public async Task<OnnxModel> LoadAsync(int version, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            var model = await TryLoadAsync(version, cancellationToken);
            metrics.RecordLoad(time.GetElapsedTime(start), "loaded");
            return model;
        }
        catch (ModelLoadException)
        {
            metrics.RecordLoad(time.GetElapsedTime(start), "refused");
            throw;
        }
    }

    private async Task<OnnxModel> TryLoadAsync(int version, CancellationToken cancellationToken)
    {
        var manifest = await ManifestAsync(version, cancellationToken);
        var name = Keys.ModelFile(manifest.Name, version);
        var bytes = await FileAsync(version, name, cancellationToken);
        ModelFile.CheckHash(name, bytes, manifest.Sha256);
        var golden = await GoldenInputsAsync(version, manifest, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        return await Task.Run(() => Open(bytes, name, version, manifest, golden), CancellationToken.None);
    }

    private OnnxModel Open(
        byte[] bytes, string name, int version, ModelManifest manifest, IReadOnlyList<byte[]> golden)
    {
        var served = new ServedModel { Name = manifest.Name, Version = version };
        var model = OnnxModel.Load(bytes, name, options.Value.ModelOptions, served);
        try
        {
            RequireSame(manifest, model);
            if (golden.Count == 0)
            {
                model.WarmUp(model.Card.TestRows());
            }

            foreach (var (input, expected) in golden.Zip(manifest.Golden))
            {
                RequireGolden(model, input, expected);
            }

            return model;
        }
        catch (Exception exception)
        {
            model.Dispose();
            throw exception is ModelLoadException
                ? exception
                : new ModelLoadException(name, $"it fails its trial run. {exception.Message}", exception);
        }
    }

    private static void RequireSame(ModelManifest manifest, OnnxModel model)
    {
        var card = model.Card;
        if (!manifest.Classes.SequenceEqual(card.Classes) || manifest.Input != card.Input || manifest.TestViews != card.TestViews)
        {
            throw new ModelLoadException(
                model.Name,
                "its metadata and its manifest name other classes, another input or other test-time views; publish the version again.");
        }
    }

    private static void RequireGolden(OnnxModel model, byte[] input, GoldenImage golden)
    {
        var output = model.Run([input])[0];
        model.Decide(output);
        var difference = golden.Probabilities.Length == output.Probabilities.Length
            ? golden.Probabilities.Zip(output.Probabilities, (expected, actual) => Math.Abs(expected - actual)).Max()
            : double.PositiveInfinity;
        if (golden.Novelty is { } novelty)
        {
            difference = Math.Max(difference, Math.Abs((output.Novelty ?? double.PositiveInfinity) - novelty) / Math.Max(1, novelty));
        }

        if (!(difference <= GoldenTolerance))
        {
            throw new ModelLoadException(
                model.Name,
                $"it answers otherwise than its manifest says for '{golden.File}' (largest difference {difference:g3}, allowed {GoldenTolerance:g3}); publish the version again.");
        }
    }

    private async Task<ModelManifest> ManifestAsync(int version, CancellationToken cancellationToken)
    {
        var key = Keys.ModelManifest(version);
        try
        {
            return await store.GetJsonAsync<ModelManifest>(Buckets.Models, key, cancellationToken)
                ?? throw new ModelLoadException(key, "it is not there, so the version was never published; promote another.");
        }
        catch (InvalidDataException exception)
        {
            throw new ModelLoadException(key, $"{exception.Message} Publish the version again.", exception);
        }
    }

    private async Task<IReadOnlyList<byte[]>> GoldenInputsAsync(
        int version, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var inputs = new List<byte[]>();
        foreach (var golden in manifest.Golden)
        {
            var key = Keys.Model(version, golden.File);
            var png = await FileAsync(version, key, cancellationToken);
            try
            {
                inputs.Add(NetworkInput.FromCanonical(png, manifest.Input.Recipe()));
            }
            catch (BadImageException exception)
            {
                throw new ModelLoadException(key, $"{exception.Message} Publish the version again.", exception);
            }
        }

        return inputs;
    }

    private async Task<byte[]> FileAsync(int version, string key, CancellationToken cancellationToken) =>
        await store.GetBytesAsync(Buckets.Models, key, cancellationToken)
        ?? throw new ModelLoadException(key, $"it is missing from version {version}; publish the version again, or promote another.");
}
