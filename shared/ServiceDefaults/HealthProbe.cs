using Microsoft.Extensions.Configuration;

namespace Lesion.ServiceDefaults;

/// <summary>
/// <c>healthcheck</c> as the only argument: the program asks the instance of itself that serves in the same container whether it
/// can work, and ends. The images have no shell and no client that could ask.
/// </summary>
public static class HealthProbe
{
    private const string Argument = "healthcheck";
    private const string DefaultPort = "8080";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static bool IsAskedBy(IReadOnlyList<string> args) => args is [Argument];

    /// <summary>Asks <c>/health/ready</c> at the first port of <c>ASPNETCORE_HTTP_PORTS</c>, as the instance listens.</summary>
    /// <returns>The exit code: 0 where it can work; 1 where it cannot, and standard output says why.</returns>
    public static Task<int> RunAsync()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build();
        var port = settings["HTTP_PORTS"]?.Split(';')[0] ?? DefaultPort;
        return RunAsync(new Uri($"http://127.0.0.1:{port}"), Console.Out);
    }

    internal static async Task<int> RunAsync(Uri address, TextWriter output)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync("health/ready");
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return 1;
        }
    }
}
