namespace Lesion.Storage.Folders;
public sealed class FolderObjectStore(string root, TimeProvider time) : IObjectStore
{
    public string Root => root + time;
    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<ObjectInfo> PutAsync(string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public IAsyncEnumerable<ObjectListing> ListAsync(string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
