using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Storage.Folders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Training.Tests;

/// <summary>A folder store with trainings that have been asked for, and a clock that stands still until it is moved.</summary>
internal sealed class TrainingStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lesion-").FullName;

    public TrainingStore() => Objects = new FolderObjectStore(_folder, Time);

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z"));

    public IObjectStore Objects { get; }

    public static TrainingRequest Request(string trainingId) => new()
    {
        TrainingId = trainingId,
        RequestedAt = DateTimeOffset.UnixEpoch,
        Preset = "fast",
        Recipe = SmallDataset.Recipe,
        Seed = 1,
    };

    /// <summary>A training that has begun and that nobody works on yet.</summary>
    public async Task BeginAsync(string trainingId, Func<DatasetManifest, DatasetManifest>? change = null)
    {
        var dataset = await SmallDataset.PutAsync(Objects, change);
        await Objects.PutJsonAsync(Buckets.Models, Keys.TrainingRequest(trainingId), Request(trainingId));
        var heads = new Slices.TrainingHeads(Objects, Options.Create(new TrainingOptions()), Time);
        await heads.TryBeginAsync(trainingId, dataset, TestContext.Current.CancellationToken);
    }

    /// <summary>The lease of a worker that was killed runs out.</summary>
    public void LetLeasesRunOut() => Time.Advance(new TrainingOptions().Lease + TimeSpan.FromSeconds(1));

    public async Task<TrainingOutcome> OutcomeAsync(string trainingId) =>
        (await Objects.GetJsonAsync<TrainingOutcome>(Buckets.Models, Keys.TrainingOutcome(trainingId))).ShouldNotBeNull();

    public async Task<List<ModelManifest>> ManifestsAsync()
    {
        var manifests = new List<ModelManifest>();
        foreach (var key in await KeysAsync(Keys.ModelRoot))
        {
            if (key.EndsWith("manifest.json", StringComparison.Ordinal))
                manifests.Add((await Objects.GetJsonAsync<ModelManifest>(Buckets.Models, key))!);
        }

        return manifests;
    }

    public async Task<List<string>> KeysAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var row in Objects.ListAsync(Buckets.Models, prefix))
            keys.Add(row.Key);
        return keys;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
