using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

public sealed class TellingOfDrops : InboxTest
{
    [Fact]
    public async Task A_drop_that_the_sweep_finds_is_in_the_trace_that_its_object_names_and_so_is_its_record()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Lesion.Ingestion",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom();
        var named = new PutOptions
        {
            Metadata = new Dictionary<string, string> { [ObjectMetadata.TraceParent] = $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" },
        };

        var ingested = await DropAndSweepAsync<ImageIngested>("nevus/a.jpg", Pictures.Jpeg(), named);

        var key = Keys.Drop(ingested.ImageId, ingested.Drop.DropId);
        (await Store.HeadAsync(Buckets.Images, key, Cancellation)).ShouldNotBeNull().TraceContext().TraceId.ShouldBe(trace);
    }
}
