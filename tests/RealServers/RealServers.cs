namespace Lesion.Testing;

/// <summary>
/// The real servers that tests run against: those of the environment variables <c>LESION_TEST_…</c>, else those of
/// <c>tests/servers.sh</c>, which are started at first use and shared by all test processes of the machine. Asking for
/// a server that is not there skips the test and names the remedy. Ask in a test, in the constructor of its class or in
/// its <c>InitializeAsync</c>; a fixture cannot skip, so that it asks <see cref="WhyNot"/>, and its tests <see cref="Require"/>.
/// </summary>
public static class RealServers
{
    /// <summary>The broker: <c>amqp://user:password@host:port/</c>, the default virtual host. Tests use one of their own: <see cref="VirtualHost"/>.</summary>
    public static Uri Bus => new(Setting(RealServer.Rabbit, "LESION_TEST_BUS"));

    /// <summary>The broker's management API: <c>http://user:password@host:port</c>.</summary>
    public static Uri BusManagement => new(Setting(RealServer.Rabbit, "LESION_TEST_BUS_MANAGEMENT"));

    /// <summary>Where the broker answers Prometheus: <c>http://host:port</c>.</summary>
    public static Uri BusMetrics => new(Setting(RealServer.Rabbit, "LESION_TEST_BUS_METRICS"));

    /// <summary>The object store, by the account that all share. Tests use one of their own: <see cref="S3Account"/>.</summary>
    public static S3Settings S3 => new(
        Setting(RealServer.S3, "LESION_TEST_S3"),
        Setting(RealServer.S3, "LESION_TEST_S3_ACCESS_KEY"),
        Setting(RealServer.S3, "LESION_TEST_S3_SECRET_KEY"));

    /// <summary>The Npgsql connection string of a role that may create databases. Tests use one of their own: <see cref="PrivateDatabase"/>.</summary>
    public static string Catalog => Setting(RealServer.Postgres, "LESION_TEST_CATALOG");

    /// <summary>Why a server cannot be had, with the remedy; null when it is there.</summary>
    public static string? WhyNot(RealServer server) =>
        Find(Variable(server)) is null
            ? $"{server} is not there: {ServersScript.Reason}Run tests/servers.sh install, or set {Variable(server)}."
            : null;

    /// <summary>Skips the test unless all of these servers are there.</summary>
    public static void Require(params IEnumerable<RealServer> servers)
    {
        if (servers.Select(WhyNot).FirstOrDefault(reason => reason is not null) is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    /// <summary>Ends a server and keeps its data. Skips the test where the server is not one of <c>tests/servers.sh</c>.</summary>
    public static Task StopAsync(RealServer server) => OrderAsync(server, "stop");

    /// <summary>Starts a stopped server; returns when it answers.</summary>
    public static Task StartAsync(RealServer server) => OrderAsync(server, "start");

    /// <summary>Lets a bucket hold so many bytes and no more (null: as many as it likes). Skips the test as <see cref="StopAsync"/> does.</summary>
    /// <param name="bucket">Of the shared account <c>bucket</c>, of another <c>account/bucket</c>: <see cref="S3Account.Qualified"/>.</param>
    public static Task LimitAsync(string bucket, long? bytes)
    {
        SkipUnlessOurs(RealServer.S3);
        return ServersScript.RunAsync("quota", bucket, bytes?.ToString() ?? "off");
    }

    /// <summary>
    /// How long the broker leaves a delivery without an acknowledgement before it takes it back, from whoever connects from now
    /// on; null: half an hour, as it does by itself. Skips the test as <see cref="StopAsync"/> does.
    /// </summary>
    public static Task LetAcknowledgeWithinAsync(TimeSpan? timeout)
    {
        SkipUnlessOurs(RealServer.Rabbit);
        return ServersScript.RunAsync("ack-timeout", $"{(timeout ?? TimeSpan.FromMinutes(30)).TotalMilliseconds:0}");
    }

    /// <summary>Has a bucket publish what comes into it. Skips the test as <see cref="StopAsync"/> does.</summary>
    /// <param name="bucket">As <see cref="LimitAsync"/> takes it.</param>
    /// <param name="broker">Where the exchange is, as <see cref="VirtualHost.Bus"/> has it.</param>
    public static Task NotifyAsync(string bucket, Uri broker, string exchange)
    {
        SkipUnlessOurs(RealServer.S3);
        return ServersScript.RunAsync("notify", bucket, broker.ToString(), exchange);
    }

    /// <summary>Whether a server is one of <c>tests/servers.sh</c>, which may be stopped and given limits.</summary>
    internal static bool IsOurs(RealServer server) =>
        ServersScript.Settings.GetValueOrDefault(Variable(server)) is { } ours && ours == Find(Variable(server));

    private static async Task OrderAsync(RealServer server, string order)
    {
        SkipUnlessOurs(server);
        await ServersScript.RunAsync(order, server.ToString().ToLowerInvariant());
    }

    private static void SkipUnlessOurs(RealServer server)
    {
        Require(server);
        Assert.SkipUnless(IsOurs(server), $"{server} was not started by tests/servers.sh: unset {Variable(server)}.");
    }

    private static string Setting(RealServer server, string variable)
    {
        var value = Find(variable);
        Assert.SkipWhen(value is null, WhyNot(server) ?? $"{Variable(server)} is set, but {variable} is not.");
        return value;
    }

    private static string? Find(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : ServersScript.Settings.GetValueOrDefault(variable);

    private static string Variable(RealServer server) => server switch
    {
        RealServer.Rabbit => "LESION_TEST_BUS",
        RealServer.S3 => "LESION_TEST_S3",
        _ => "LESION_TEST_CATALOG",
    };
}
