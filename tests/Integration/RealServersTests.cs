using System.Net;
using Lesion.Testing;
using Npgsql;

namespace Lesion.Integration;

/// <summary>The servers that everything else here stands on are what they are taken for.</summary>
public sealed class RealServersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_broker_has_quorum_queues_in_a_virtual_host_of_ones_own()
    {
        await using var host = await VirtualHost.CreateAsync();
        await host.PutAsync(
            $"queues/{host.Name}/images",
            new { durable = true, arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" } },
            Cancellation);

        var queues = await host.GetAsync($"queues/{host.Name}", Cancellation);

        queues.EnumerateArray().ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("quorum");
    }

    [Fact]
    public async Task A_virtual_host_goes_with_its_owner()
    {
        await using var witness = await VirtualHost.CreateAsync();
        var host = await VirtualHost.CreateAsync();
        await host.DisposeAsync();

        (await Should.ThrowAsync<HttpRequestException>(() => witness.GetAsync($"vhosts/{host.Name}", Cancellation)))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_store_refuses_who_shows_no_key()
    {
        await using var account = await S3Account.CreateAsync();
        using var client = new HttpClient();

        using var answer = await client.PutAsync($"{account.Settings.Endpoint}/lesion-inbox", null, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_database_is_empty_and_refuses_an_unknown_password()
    {
        await using var database = await PrivateDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var tables = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
        (await tables.ExecuteScalarAsync(Cancellation)).ShouldBe(0L);

        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "wrong" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(Cancellation)))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }
}
