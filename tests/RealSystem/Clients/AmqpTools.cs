namespace Lesion.Testing;

/// <summary>An AMQP client that is not ours: the programs of Debian's <c>amqp-tools</c>.</summary>
public sealed class AmqpTools
{
    private const string Programs = "/usr/bin/amqp-";

    private readonly string _address;

    /// <summary>Skips the test where they are not installed.</summary>
    public AmqpTools(VirtualHost broker)
    {
        ProgramRun.Require($"{Programs}publish", "amqp-tools");
        _address = $"--url={broker.Bus}";
    }

    /// <summary>Publishes bare JSON, without a content type.</summary>
    public Task PublishAsync(string exchange, string json, CancellationToken cancellationToken = default) =>
        RunAsync("publish", ["-e", exchange, "-b", json], cancellationToken);

    /// <summary>The same, with a queue for the answer in <c>reply_to</c>.</summary>
    /// <returns>The answer.</returns>
    public async Task<string> AskAsync(string exchange, string json, CancellationToken cancellationToken = default)
    {
        var queue = $"answer-{Guid.NewGuid():n}";
        await RunAsync("declare-queue", ["-q", queue], cancellationToken);
        await RunAsync("publish", ["-e", exchange, "-t", queue, "-b", json], cancellationToken);
        var answer = await RunAsync("consume", ["-q", queue, "-c", "1", "cat"], cancellationToken);
        await RunAsync("delete-queue", ["-q", queue], cancellationToken);
        return answer;
    }

    private Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ProgramRun.ToEndAsync($"{Programs}{program}", [_address, .. arguments], cancellationToken: cancellationToken);
}
