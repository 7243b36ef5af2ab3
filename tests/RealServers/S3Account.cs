namespace Lesion.Testing;

/// <summary>
/// An account of the real S3 server for one test class, whose buckets are its own whatever their names; they go with
/// it. On a server that <c>tests/servers.sh</c> did not start it is the account that all share.
/// </summary>
public sealed class S3Account : IAsyncDisposable
{
    private readonly string? _name;

    private S3Account(string? name, S3Settings settings)
    {
        _name = name;
        Settings = settings;
    }

    public S3Settings Settings { get; }

    /// <summary>Makes one; skips the test where there is no S3 server.</summary>
    public static async Task<S3Account> CreateAsync()
    {
        var shared = RealServers.S3;
        if (!RealServers.IsOurs(RealServer.S3))
        {
            return new S3Account(null, shared);
        }

        var name = $"test{Guid.NewGuid():N}";
        var made = await ServersScript.RunAsync("account", name);
        return new S3Account(name, new S3Settings(
            made["LESION_TEST_S3"], made["LESION_TEST_S3_ACCESS_KEY"], made["LESION_TEST_S3_SECRET_KEY"]));
    }

    /// <summary>A bucket of this account as <see cref="RealServers.LimitAsync"/> takes it.</summary>
    public string Qualified(string bucket) => _name is null ? bucket : $"{_name}/{bucket}";

    public async ValueTask DisposeAsync()
    {
        if (_name is not null)
        {
            await ServersScript.RunAsync("forget", _name);
        }
    }
}
