using Microsoft.Extensions.Hosting;

namespace Lesion.Training.Tests;

internal sealed class StoppableLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping { get; private set; }

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => ApplicationStopping = new CancellationToken(canceled: true);
}
