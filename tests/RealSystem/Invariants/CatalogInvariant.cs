using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>The catalog knows exactly what the store holds: images, their drops, their preparations, the quarantine.</summary>
internal static class CatalogInvariant
{
    public static IEnumerable<Violation> Find(StoreSnapshot store, CatalogSnapshot catalog) =>
    [
        .. Difference(store.Images.Keys.Select(Keys.Image), catalog.Images.Keys.Select(Keys.Image)),
        .. Difference(store.Drops.Select(drop => drop.Key), DropsOf(catalog)),
        .. Difference(store.Prepared.Select(Described), catalog.Images.SelectMany(image => PreparedOf(image.Key, image.Value))),
        .. Difference(
            store.Quarantine.Select(file => $"{file.Key} ({file.Record?.Reason})"),
            catalog.Rejections.Select(rejection => $"{rejection.Quarantined.Key} ({rejection.Reason})")),
    ];

    private static IEnumerable<Violation> Difference(IEnumerable<string> held, IEnumerable<string> known)
    {
        var (store, catalog) = (held.ToList(), known.ToList());
        return store.Except(catalog).Select(key => new Violation(key, "is not known to the catalog."))
            .Concat(catalog.Except(store).Select(key => new Violation(key, "is known to the catalog alone.")))
            .Concat(catalog.CountBy(key => key).Where(same => same.Value > 1)
                .Select(same => new Violation(same.Key, $"is known to the catalog {same.Value} times.")));
    }

    private static IEnumerable<string> DropsOf(CatalogSnapshot catalog) =>
        catalog.Images.SelectMany(image => image.Value.Drops.Select(drop => Keys.Drop(image.Key, drop.DropId)));

    /// <summary>With what it tells of the picture, since the catalog keeps no entity tags.</summary>
    private static string Described(PreparedObject prepared) => Described(
        prepared.Key,
        prepared.Info.Metadata.GetValueOrDefault(ObjectMetadata.Width),
        prepared.Info.Metadata.GetValueOrDefault(ObjectMetadata.Height),
        prepared.Info.Metadata.GetValueOrDefault(ObjectMetadata.PerceptualHash));

    private static IEnumerable<string> PreparedOf(string imageId, CatalogImage image) => image.Measures.Select(measured => Described(
        Keys.Prepared(measured.Key, imageId),
        $"{measured.Value.Width}",
        $"{measured.Value.Height}",
        measured.Value.PerceptualHash));

    private static string Described(string key, string? width, string? height, string? hash) => $"{key} ({width} × {height}, {hash})";
}
