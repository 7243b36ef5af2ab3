using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees every way in which a published version can be incomplete.</summary>
public sealed class VersionInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private const int Version = 1;

    [Fact]
    public async Task Nothing_is_wrong_with_a_complete_version()
    {
        await using var published = await PublishAsync(SampleVersion.Manifest(Version));
        (await CheckAsync()).ToString().ShouldBe("Every invariant holds.");
    }

    [Fact]
    public async Task Any_file_that_is_missing()
    {
        await using var published = await PublishAsync(SampleVersion.Manifest(Version));
        foreach (var file in SampleVersion.Files(Version))
        {
            await using var damage = await Damage.RemoveAsync(Store, file, Buckets.Models);
            (await CheckAsync()).Violations.ShouldHaveSingleItem().ToString().ShouldBe($"{file} is missing from a published version.");
        }
    }

    [Fact]
    public async Task Another_model_than_the_manifest_names()
    {
        await using var published = await PublishAsync(SampleVersion.Manifest(Version));
        await using var damage = await Damage.PutAsync(Store, Keys.ModelFile(Keys.FirstFolder, Version), "another"u8.ToArray(), bucket: Buckets.Models);
        await ShouldFindAsync(Keys.ModelFile(Keys.FirstFolder, Version), "has not the SHA-256");
    }

    [Fact]
    public async Task A_manifest_of_another_version()
    {
        await using var published = await PublishAsync(SampleVersion.Manifest(Version + 1));
        await ShouldFindAsync(Keys.ModelManifest(Version), "says that it is of version 2");
    }

    [Fact]
    public async Task Two_versions_of_one_training()
    {
        await using var published = await PublishAsync(SampleVersion.Manifest(Version));
        var second = JsonSerializer.SerializeToUtf8Bytes(SampleVersion.Manifest(Version) with { Version = Version + 1 }, LesionJson.Options);
        await using var damage = await Damage.PutAsync(Store, Keys.ModelManifest(Version + 1), second, bucket: Buckets.Models);
        await ShouldFindAsync(Keys.ModelManifest(Version + 1), "which published version 1 as well");
    }

    private Task<Damage> PublishAsync(ModelManifest manifest) => SampleVersion.PublishAsync(Store, Version, manifest, Cancellation);
}
