using System.Text;
using Lesion.Contracts;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Lesion.Storage.Folders;

namespace Lesion.Gateway.Tests.Promotions;

public sealed class TritonRepositoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderObjectStore _store;
    private readonly TritonRepository _repository;

    public TritonRepositoryTests()
    {
        _store = new FolderObjectStore(_folder.Path, TimeProvider.System);
        _repository = new TritonRepository(_store);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_champion_there_is_nothing_to_follow()
    {
        await _repository.FollowAsync(Cancellation);

        (await _store.ListAsync(Buckets.Models, cancellationToken: Cancellation).ToListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_follows_the_champion_forth_and_back()
    {
        await PublishAsync(1);
        await PublishAsync(2);

        foreach (var champion in new[] { 1, 2, 1 })
        {
            await MoveAliasAsync(champion);
            await _repository.FollowAsync(Cancellation);
            (await ConfigAsync("lesion"))!.ShouldContain($"versions: [ {champion} ]");
        }
    }

    [Fact]
    public async Task A_champion_of_another_signature_is_served_from_its_own_folder_and_the_other_folder_stays()
    {
        await PublishAsync(1);
        await PublishAsync(2, "lesion-2");
        await MoveAliasAsync(1);
        await _repository.FollowAsync(Cancellation);
        await MoveAliasAsync(2);
        await _repository.FollowAsync(Cancellation);

        (await ConfigAsync("lesion"))!.ShouldContain("versions: [ 1 ]");
        (await ConfigAsync("lesion-2"))!.ShouldContain("name: \"lesion-2\"");
        (await ConfigAsync("lesion-2"))!.ShouldContain("versions: [ 2 ]");
    }

    [Fact]
    public async Task Whatever_promotions_cross_the_last_champion_is_served()
    {
        const int versions = 12;
        for (var version = 1; version <= versions; version++)
        {
            await PublishAsync(version);
        }

        await Parallel.ForEachAsync(Enumerable.Range(1, versions), Cancellation, async (version, _) =>
        {
            await MoveAliasAsync(version);
            await _repository.FollowAsync(Cancellation);
        });

        var champion = await _store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias(Promoter.Champion), Cancellation);
        (await ConfigAsync("lesion"))!.ShouldContain($"versions: [ {champion!.Version} ]");
    }

    public void Dispose() => _folder.Dispose();

    private Task<ObjectInfo> PublishAsync(int version, string folder = "lesion") => _store.PutJsonAsync(
        Buckets.Models, Keys.ModelManifest(version), Samples.Manifest(version) with { Name = folder }, null, Cancellation);

    private Task<ObjectInfo> MoveAliasAsync(int version) => _store.PutJsonAsync(
        Buckets.Models,
        Keys.Alias(Promoter.Champion),
        new Promotion { Alias = Promoter.Champion, Version = version, Promoted = true, By = "anna", Reason = "?", At = Samples.Noon },
        null,
        Cancellation);

    private async Task<string?> ConfigAsync(string folder) =>
        await _store.GetBytesAsync(Buckets.Models, Keys.ModelConfig(folder), Cancellation) is { } bytes
            ? Encoding.UTF8.GetString(bytes)
            : null;
}
