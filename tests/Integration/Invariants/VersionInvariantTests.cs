using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees every way in which a published version can be incomplete.</summary>
public sealed class VersionInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private const int Version = 1;
    private static readonly byte[] Model = "a model"u8.ToArray();

    private static readonly string[] Files =
    [
        Keys.ModelFile(Keys.FirstFolder, Version),
        Keys.ModelClaim(Version),
        Keys.Predictions(Version),
        Keys.Report(Version),
        Keys.Model(Version, "report.json"),
        Keys.Model(Version, "parity.json"),
        Keys.Model(Version, "golden/0.png"),
    ];

    [Fact]
    public async Task Nothing_is_wrong_with_a_complete_version()
    {
        await using var published = await PublishAsync(Manifest(Version));
        (await CheckAsync()).ToString().ShouldBe("Every invariant holds.");
    }

    [Fact]
    public async Task Any_file_that_is_missing()
    {
        await using var published = await PublishAsync(Manifest(Version));
        foreach (var file in Files)
        {
            await using var damage = await Damage.RemoveAsync(Store, file, Buckets.Models);
            (await CheckAsync()).Violations.ShouldHaveSingleItem().ToString().ShouldBe($"{file} is missing from a published version.");
        }
    }

    [Fact]
    public async Task Another_model_than_the_manifest_names()
    {
        await using var published = await PublishAsync(Manifest(Version));
        await using var damage = await Damage.PutAsync(Store, Keys.ModelFile(Keys.FirstFolder, Version), "another"u8.ToArray(), bucket: Buckets.Models);
        await ShouldFindAsync(Keys.ModelFile(Keys.FirstFolder, Version), "has not the SHA-256");
    }

    [Fact]
    public async Task A_manifest_of_another_version()
    {
        await using var published = await PublishAsync(Manifest(Version + 1));
        await ShouldFindAsync(Keys.ModelManifest(Version), "says that it is of version 2");
    }

    [Fact]
    public async Task Two_versions_of_one_training()
    {
        await using var published = await PublishAsync(Manifest(Version));
        var second = JsonSerializer.SerializeToUtf8Bytes(Manifest(Version + 1), LesionJson.Options);
        await using var damage = await Damage.PutAsync(Store, Keys.ModelManifest(Version + 1), second, bucket: Buckets.Models);
        await ShouldFindAsync(Keys.ModelManifest(Version + 1), "which published version 1 as well");
    }

    private async Task<Damage> PublishAsync(ModelManifest manifest)
    {
        foreach (var file in Files)
            await Store.PutBytesAsync(Buckets.Models, file, Model, cancellationToken: Cancellation);
        return await Damage.PutAsync(
            Store,
            Keys.ModelManifest(Version),
            JsonSerializer.SerializeToUtf8Bytes(manifest, LesionJson.Options),
            bucket: Buckets.Models);
    }

    private static ModelManifest Manifest(int version) => new()
    {
        Name = "lesion",
        Version = version,
        CreatedAt = DateTimeOffset.UnixEpoch,
        TrainingId = "20260101T000000-000000",
        Network = "tiny",
        Classes = ["benign", "malignant"],
        Temperature = 1,
        Input = new ModelInput { Size = 8, Filter = "linear", Canonical = "c1-512" },
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Model)),
        Bytes = Model.Length,
        DatasetId = "0",
        Recipe = JsonElement.Parse("{}"),
        Seed = 1,
        WeightsSha256 = "",
        HeldOut = NoMetrics,
        HeldOutSplit = Split.Val,
        CrossValidated = NoMetrics,
        Parity = new ParityCertificate { Images = 0, MaxLogitDifference = 0, MaxProbabilityDifference = 0, Tolerance = 1e-4 },
        Golden = [new GoldenImage { File = "golden/0.png", Probabilities = [0.5, 0.5] }],
    };

    private static ClassificationMetrics NoMetrics => new()
    {
        N = 0,
        Accuracy = 0,
        BalancedAccuracy = 0,
        Auc = 0,
        AveragePrecision = 0,
        Sensitivity = 0,
        Specificity = 0,
        Ece = 0,
        Intervals = new Dictionary<string, double[]>(),
    };
}
