using System.Diagnostics.Metrics;
using System.Text;
using Lesion.Contracts;
using Lesion.Ingestion.Intake;
using Lesion.Storage;
using Lesion.Storage.Folders;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Ingestion.Tests;

/// <summary>An inbox on a store in a folder of its own and a bus in memory.</summary>
public abstract class InboxTest : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lesion-ingestion-");
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics()
        .AddMassTransitTestHarness(TextWriter.Null, _ => { })
        .BuildServiceProvider();

    private protected InboxTest()
    {
        Store = new FolderObjectStore(_root.FullName, Time);
        Harness = _services.GetRequiredService<ITestHarness>();
        Inbox = InboxOn(Store);
    }

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 5, 4, 3, 2, 1, TimeSpan.Zero));

    private protected FolderObjectStore Store { get; }

    private protected Inbox Inbox { get; }

    private protected ITestHarness Harness { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Harness.Start();

    public async ValueTask DisposeAsync()
    {
        Inbox.Dispose();
        await _services.DisposeAsync();
        _root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Inbox InboxOn(IObjectStore store)
    {
        var options = Options.Create(new IngestionOptions());
        return new Inbox(
            store,
            new ImageIntake(store, options),
            new LabelSheetIntake(store, options, NullLogger<LabelSheetIntake>.Instance),
            new Quarantine(store, Time, NullLogger<Quarantine>.Instance),
            new IngestionTelemetry(_services.GetRequiredService<IMeterFactory>()),
            options,
            Time,
            NullLogger<Inbox>.Instance);
    }

    private protected Task<ObjectInfo> DropAsync(string key, byte[] bytes, PutOptions? options = null) =>
        Store.PutBytesAsync(Buckets.Inbox, key, bytes, options, Cancellation);

    private protected Task DropAsync(string key, string text) => DropAsync(key, Encoding.UTF8.GetBytes(text));

    private protected Task SweepAsync() => Inbox.SweepAsync(Harness.Bus, Cancellation);

    /// <summary>Drops a file, sweeps, and gives what was published because of it.</summary>
    private protected async Task<T> DropAndSweepAsync<T>(string key, byte[] bytes, PutOptions? options = null)
        where T : class
    {
        await DropAsync(key, bytes, options);
        await SweepAsync();
        return Published<T>().ShouldHaveSingleItem();
    }

    private protected List<T> Published<T>()
        where T : class =>
        [.. Harness.Published.Select<T>(new CancellationToken(canceled: true)).Select(message => message.Context.Message)];

    private protected async Task<List<string>> KeysAsync(string bucket, string prefix = "") =>
        await Store.ListAsync(bucket, prefix, cancellationToken: Cancellation).Select(listing => listing.Key).ToListAsync(Cancellation);

    private protected async Task InboxShouldBeEmptyAsync() => (await KeysAsync(Buckets.Inbox)).ShouldBeEmpty();

    /// <summary>A path inside the bucket, for files put in by hand.</summary>
    private protected string PathInInbox(string key)
    {
        var path = Path.Combine(_root.FullName, Buckets.Inbox, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Checks that a refused file is kept whole with its reason, and said to be so.</summary>
    private protected async Task ShouldBeKeptAsync(ImageRejected rejected, string key, string reason, byte[] bytes)
    {
        (rejected.DropKey, rejected.Reason, rejected.RejectedAt).ShouldBe((key, reason, Time.GetUtcNow()));
        rejected.Message.ShouldContain(key);
        var info = (await Store.HeadAsync(Buckets.Images, rejected.Quarantined.Key, Cancellation)).ShouldNotBeNull();
        var record = QuarantineRecord.FromMetadata(info.Metadata).ShouldNotBeNull();
        (record.DropKey, record.Reason).ShouldBe((key, reason));
        rejected.Message.ShouldStartWith(record.Message);
        (await Store.GetBytesAsync(Buckets.Images, rejected.Quarantined.Key, Cancellation)).ShouldBe(bytes);
        await InboxShouldBeEmptyAsync();
    }
}
