using System.Text;
using Lesion.Storage.Folders;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Storage.Tests.Folders;

/// <summary>A store in a folder of its own, on a clock that stands still unless it is moved.</summary>
public abstract class FolderStoreTest : IDisposable
{
    protected const string Bucket = Buckets.Inbox;

    protected FolderStoreTest() => Store = Reopen();

    protected TemporaryFolder Root { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 5, 4, 3, 2, 1, TimeSpan.Zero));

    protected FolderObjectStore Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Another store on the same folder, as another process would have.</summary>
    protected FolderObjectStore Reopen() => new(Root.Path, Time);

    protected Task<ObjectInfo> PutAsync(string key, string text, PutOptions? options = null) =>
        Store.PutBytesAsync(Bucket, key, Encoding.UTF8.GetBytes(text), options, Cancellation);

    protected async Task<string?> ReadAsync(string key) =>
        await Store.GetBytesAsync(Bucket, key, Cancellation) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    protected static async Task<string> ReadAsync(TakenObject taken)
    {
        using var reader = new StreamReader(taken.Content, leaveOpen: true);
        return await reader.ReadToEndAsync(Cancellation);
    }

    protected async Task<List<string>> KeysAsync(string prefix = "", string? startAfter = null) =>
        [.. await Store.ListAsync(Bucket, prefix, startAfter, Cancellation).Select(listing => listing.Key)
            .ToListAsync(Cancellation)];

    /// <summary>Puts a file in by hand, last changed at the given age.</summary>
    protected string DropByHand(string key, string text, TimeSpan? age = null)
    {
        var path = Root[$"{Bucket}/{key}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, (Time.GetUtcNow() - (age ?? TimeSpan.FromMinutes(1))).UtcDateTime);
        return path;
    }

    public void Dispose()
    {
        Root.Dispose();
        GC.SuppressFinalize(this);
    }
}
