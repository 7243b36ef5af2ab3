using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// Tells others what is done and stored already, for callers that must not wait for a broker that is away: a message that is
/// not taken soon is left waiting behind the caller, and goes as soon as the broker is back. Where it never goes, since the
/// process ends before, a sweep makes up for it.
/// </summary>
public sealed partial class Announcer(
    IBus bus, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Announcer> logger) : IDisposable
{
    /// <summary>More are not kept in memory, but left to the sweeps.</summary>
    private const int MostWaiting = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(MostWaiting);
    private volatile bool _isAway;

    /// <summary>Publishes; returns when the broker has confirmed it, or when that is not to be waited for. Never throws.</summary>
    public async Task AnnounceAsync<T>(T message)
        where T : class
    {
        if (!_places.Wait(0))
        {
            LogLeftOut(logger, typeof(T).Name, MostWaiting);
            return;
        }

        var publishing = PublishAsync(message);
        if (_isAway)
            return;
        try
        {
            await publishing.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            _isAway = true;
            LogAway(logger, typeof(T).Name);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task PublishAsync<T>(T message)
        where T : class
    {
        try
        {
            // A process that ends still answers what it has in hand, and tells of it; the bus is stopped after that.
            await bus.Publish(message, lifetime.ApplicationStopped);
            _isAway = false;
        }
        catch (Exception exception)
        {
            // The caller has gone on; whom the message was for finds in the store what it would have said.
            LogLost(logger, exception, typeof(T).Name);
        }
        finally
        {
            _places.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The broker does not take {Message}; this and what follows goes when it is back.")]
    private static partial void LogAway(ILogger logger, string message);

    [LoggerMessage(LogLevel.Warning, "{Message} is left to the next sweep: {Waiting} others wait for the broker already.")]
    private static partial void LogLeftOut(ILogger logger, string message, int waiting);

    [LoggerMessage(LogLevel.Warning, "{Message} was not sent and is left to the next sweep.")]
    private static partial void LogLost(ILogger logger, Exception exception, string message);
}
