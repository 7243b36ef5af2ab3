using System.Text;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// Keeps the champion's folder of the model repository such that a Triton server on it serves the champion. The alias is the
/// truth and <c>config.pbtxt</c> follows it; whoever writes it read the alias after the file that it replaces, so that of
/// several writers the last has seen the last promotion.
/// </summary>
/// <remarks>The folders of other signatures stay as they are: each goes on serving the last champion that it held.</remarks>
internal sealed class TritonRepository(IObjectStore store)
{
    /// <summary>Brings the configuration up to the alias; does nothing where it is, or where there is no champion.</summary>
    /// <exception cref="InvalidDataException">The champion's manifest is gone or damaged.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!await TryFollowAsync(cancellationToken))
        {
            // Another promotion was quicker; its file, or the alias, is newer than what was read.
        }
    }

    private async Task<bool> TryFollowAsync(CancellationToken cancellationToken)
    {
        if (await ChampionAsync(cancellationToken) is not { } champion)
            return true;
        var key = Keys.ModelConfig(champion.Name);
        var config = Encoding.UTF8.GetBytes(TritonConfig.Render(champion));
        string? etag;
        await using (var old = await store.GetAsync(Buckets.Models, key, cancellationToken))
        {
            if (old is not null && await HoldsAsync(old, config, cancellationToken))
                return true;
            etag = old?.Info.ETag;
        }

        // Only now: a promotion that came before the old file was read is not to be undone.
        if (await ChampionAsync(cancellationToken) is not { } still || still.Version != champion.Version)
            return false;
        return await TryPutAsync(key, config, etag, cancellationToken);
    }

    private static async Task<bool> HoldsAsync(StoredObject stored, byte[] wanted, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await stored.Content.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsSpan(0, (int)buffer.Length).SequenceEqual(wanted);
    }

    private async Task<bool> TryPutAsync(string key, byte[] config, string? etag, CancellationToken cancellationToken)
    {
        try
        {
            var condition = etag is null ? new PutOptions { OnlyIfAbsent = true } : new PutOptions { OnlyIfETag = etag };
            await store.PutBytesAsync(Buckets.Models, key, config, condition with { ContentType = "text/plain" }, cancellationToken);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
    }

    private async Task<ModelManifest?> ChampionAsync(CancellationToken cancellationToken)
    {
        var alias = await store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias(Promoter.Champion), cancellationToken);
        if (alias is null)
            return null;
        var key = Keys.ModelManifest(alias.Version);
        return await store.GetJsonAsync<ModelManifest>(Buckets.Models, key, cancellationToken)
            ?? throw new InvalidDataException($"The champion is version {alias.Version}, but '{key}' is not there.");
    }
}
