using System.Collections.Immutable;

namespace Lesion.Inference.Serving;

/// <summary>All that serves at a moment; immutable.</summary>
/// <param name="Champion">Null where there is none yet.</param>
/// <param name="Challenger">Null where there is none; the same as the champion where both aliases name one version.</param>
/// <param name="Pinned">Versions that were asked for by number.</param>
internal sealed record ServingSnapshot(LoadedModel? Champion, LoadedModel? Challenger, ImmutableList<LoadedModel> Pinned)
{
    public static readonly ServingSnapshot Empty = new(null, null, []);

    /// <summary>Each once.</summary>
    public IEnumerable<LoadedModel> Models => Pinned.Append(Champion).Append(Challenger).OfType<LoadedModel>().Distinct();

    /// <summary>Each by each alias that names it, and those that none names.</summary>
    public IEnumerable<(LoadedModel Loaded, string? Alias)> Named()
    {
        if (Champion is not null)
        {
            yield return (Champion, $"{ModelTarget.Champion}");
        }

        if (Challenger is not null)
        {
            yield return (Challenger, $"{ModelTarget.Challenger}");
        }

        foreach (var pinned in Pinned.Where(pinned => pinned != Champion && pinned != Challenger))
        {
            yield return (pinned, null);
        }
    }

    public LoadedModel? Find(ModelTarget target) => target switch
    {
        { Version: { } version } => FindVersion(version),
        { IsChallenger: true } => Challenger,
        _ => Champion,
    };

    private LoadedModel? FindVersion(int version)
    {
        if (Champion?.Model.Served.Version == version)
        {
            return Champion;
        }

        return Challenger?.Model.Served.Version == version
            ? Challenger
            : Pinned.Find(pinned => pinned.Model.Served.Version == version);
    }
}
