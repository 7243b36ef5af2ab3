using System.Text;

namespace Lesion.Storage.Tests.Contract;

/// <summary>What every store must do, whatever it keeps its objects in.</summary>
public abstract class StoreContract<TStore> : IAsyncLifetime
    where TStore : StoreUnderTest, new()
{
    private readonly TStore _subject = new();

    protected string Bucket => _subject.Bucket;

    protected IObjectStore Store => _subject.Store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IObjectStore Reopen() => _subject.Reopen();

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

    protected static PutOptions With(string name, string value) =>
        new() { Metadata = new Dictionary<string, string> { [name] = value } };

    public async ValueTask InitializeAsync() => await _subject.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
