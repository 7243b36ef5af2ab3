using System.Diagnostics;
using Lesion.Storage.S3.Wire;

namespace Lesion.Storage;

/// <summary>The trace in which an object was put, in its user metadata: whoever finds the object goes on with that trace.</summary>
public static class TraceMetadata
{
    /// <summary>Notes the trace of the caller, where one is recorded.</summary>
    public static PutOptions WithTrace(this PutOptions options) =>
        Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? options with { Metadata = new Dictionary<string, string>(options.Metadata) { [ObjectMetadata.TraceParent] = id } }
            : options;

    /// <summary>The trace that an object names; the default where it names none.</summary>
    public static ActivityContext TraceContext(this ObjectInfo info) =>
        info.Metadata.TryGetValue(ObjectMetadata.TraceParent, out var parent)
        && ActivityContext.TryParse(parent, null, isRemote: true, out var context)
            ? context
            : default;

    /// <summary>The same by the object's key; where nobody records traces, the store is not asked.</summary>
    public static async Task<ActivityContext> GetTraceAsync(
        this IObjectStore store, string bucket, string key, CancellationToken cancellationToken = default) =>
        S3Span.IsRecorded && await store.HeadAsync(bucket, key, cancellationToken) is { } info ? info.TraceContext() : default;
}
