using System.Diagnostics;
using Lesion.Storage.Folders;

namespace Lesion.Storage.Tests;

public sealed class TraceMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderObjectStore _store;

    public TraceMetadataTests() => _store = new FolderObjectStore(_folder.Path, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_an_object_knows_the_trace_in_which_it_was_put()
    {
        using var activity = Begin(ActivityTraceFlags.Recorded);
        await PutAsync(new PutOptions { Metadata = new Dictionary<string, string> { ["group"] = "7" } }.WithTrace());

        var info = (await _store.HeadAsync(Buckets.Inbox, "a", Cancellation)).ShouldNotBeNull();

        (info.TraceContext().TraceId, info.TraceContext().SpanId).ShouldBe((activity.TraceId, activity.SpanId));
        info.TraceContext().IsRemote.ShouldBeTrue();
        info.Metadata["group"].ShouldBe("7");
    }

    [Fact]
    public async Task A_trace_that_nobody_records_is_not_noted()
    {
        using var activity = Begin(ActivityTraceFlags.None);
        await PutAsync(new PutOptions().WithTrace());

        (await _store.HeadAsync(Buckets.Inbox, "a", Cancellation)).ShouldNotBeNull().Metadata.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData("")]
    public async Task What_a_client_wrote_and_is_no_trace_is_passed_over(string given)
    {
        await PutAsync(new PutOptions { Metadata = new Dictionary<string, string> { [ObjectMetadata.TraceParent] = given } });

        (await _store.HeadAsync(Buckets.Inbox, "a", Cancellation)).ShouldNotBeNull().TraceContext().ShouldBe(default);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ObjectInfo> PutAsync(PutOptions options) => _store.PutBytesAsync(Buckets.Inbox, "a", "a"u8.ToArray(), options, Cancellation);

    private static Activity Begin(ActivityTraceFlags flags)
    {
        var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        activity.ActivityTraceFlags = flags;
        return activity.Start();
    }
}
