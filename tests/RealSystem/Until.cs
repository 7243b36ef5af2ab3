namespace Lesion.Testing;

/// <summary>Looks at the running system until it is where a test wants it.</summary>
public static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="what">Completes "it never came that …".</param>
    /// <exception cref="TimeoutException">It did not come within three minutes.</exception>
    public static async Task IsTrueAsync(string what, Func<Task<bool>> look, CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(Between);
        var begun = TimeProvider.System.GetTimestamp();
        while (!await look())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                throw new TimeoutException($"It never came that {what}.");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
