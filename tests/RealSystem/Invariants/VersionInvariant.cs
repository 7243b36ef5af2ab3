using System.Globalization;
using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>Every published version is complete: what its manifest names is there, and is what the manifest says.</summary>
internal sealed class VersionInvariant(IObjectStore store)
{
    public async Task<IReadOnlyList<Violation>> FindAsync(CancellationToken cancellationToken)
    {
        var violations = new List<Violation>();
        var trainings = new Dictionary<string, int>();
        await foreach (var version in PublishedAsync(cancellationToken))
        {
            var manifest = await store.GetJsonAsync<ModelManifest>(Buckets.Models, Keys.ModelManifest(version), cancellationToken);
            violations.AddRange(await OfVersionAsync(version, manifest!, cancellationToken));
            if (manifest!.TrainingId is { } training && !trainings.TryAdd(training, version))
            {
                violations.Add(new Violation(
                    Keys.ModelManifest(version), $"is of training {training}, which published version {trainings[training]} as well."));
            }
        }

        return violations;
    }

    private IAsyncEnumerable<int> PublishedAsync(CancellationToken cancellationToken) =>
        store.ListAsync(Buckets.Models, Keys.ModelRoot, cancellationToken: cancellationToken)
            .Select(row => row.Key[Keys.ModelRoot.Length..].Split('/'))
            .Where(parts => parts is [_, "manifest.json"])
            .Select(parts => int.Parse(parts[0], CultureInfo.InvariantCulture));

    private async Task<IReadOnlyList<Violation>> OfVersionAsync(int version, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var violations = new List<Violation>();
        if (manifest.Version != version)
            violations.Add(new Violation(Keys.ModelManifest(version), $"says that it is of version {manifest.Version}."));
        var model = await store.GetBytesAsync(Buckets.Models, Keys.ModelFile(manifest.Name, version), cancellationToken);
        if (model is not null && Convert.ToHexStringLower(SHA256.HashData(model)) != manifest.Sha256)
            violations.Add(new Violation(Keys.ModelFile(manifest.Name, version), "has not the SHA-256 that the manifest names."));
        if (model is not null && model.Length != manifest.Bytes)
            violations.Add(new Violation(Keys.ModelFile(manifest.Name, version), "has not the length that the manifest names."));
        foreach (var key in FilesOf(version, manifest))
        {
            if (await store.HeadAsync(Buckets.Models, key, cancellationToken) is null)
                violations.Add(new Violation(key, "is missing from a published version."));
        }

        return violations;
    }

    private static IEnumerable<string> FilesOf(int version, ModelManifest manifest) =>
    [
        Keys.ModelFile(manifest.Name, version),
        Keys.ModelClaim(version),
        Keys.Predictions(version),
        Keys.Report(version),
        Keys.Card(version),
        Keys.Model(version, "report.json"),
        Keys.Model(version, "parity.json"),
        .. manifest.Golden.Select(golden => Keys.Model(version, golden.File)),
    ];
}
