using System.CommandLine;
using Lesion.Standalone.Verbs;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion catalog rebuild</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create()
    {
        var rebuild = new Command("rebuild", "Empty the catalog and make it anew from the object store.");
        rebuild.SetAction((parsed, cancellationToken) =>
            CatalogRebuildVerb.RunAsync(parsed.GetValue(CommonOptions.Data), cancellationToken));
        return new Command("catalog", "The database that knows what the object store holds.") { rebuild };
    }
}
