using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>Every image is prepared exactly once per recipe, readably; what lies in the quarantine for its content is not.</summary>
internal static class PreparationInvariant
{
    public static IEnumerable<Violation> Find(StoreSnapshot store)
    {
        var refused = store.Quarantine.Select(file => file.Record?.ImageId).OfType<string>().ToHashSet();
        var good = store.Images.Keys.Except(refused).ToList();
        var recipes = store.Prepared.Select(prepared => prepared.Recipe).Distinct().ToList();
        if (good.Count > 0 && recipes.Count == 0)
            yield return new Violation("Not one image", "is prepared.");
        foreach (var recipe in recipes)
        {
            var counts = store.Prepared.Where(prepared => prepared.Recipe == recipe).CountBy(prepared => prepared.ImageId).ToDictionary();
            foreach (var id in good.Where(id => counts.GetValueOrDefault(id) != 1))
                yield return new Violation(Keys.Image(id), $"is prepared {counts.GetValueOrDefault(id)} times by recipe {recipe}.");
        }

        foreach (var prepared in store.Prepared)
        {
            if (!store.Images.ContainsKey(prepared.ImageId))
                yield return new Violation(prepared.Key, "is of no image.");
            if (refused.Contains(prepared.ImageId))
                yield return new Violation(prepared.Key, "is of an image that lies in the quarantine.");
            if (prepared.Fault is { } fault)
                yield return new Violation(prepared.Key, $"cannot be read: {fault}");
        }

        foreach (var file in store.Quarantine.Where(file => file.Record is null or { Reason: "" } or { Message: "" }))
            yield return new Violation(file.Key, "lies in the quarantine without a reason.");
    }
}
