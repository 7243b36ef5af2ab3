namespace Lesion.EndToEnd.Support;

/// <summary>Looks at another process until it is where a test wants it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <param name="what">Completes "it never came that …".</param>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        using var timer = new PeriodicTimer(Between);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                if (await look() is { } seen)
                {
                    return seen;
                }

                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It never came that {what}.");
        }
    }

    public static Task IsTrueAsync(string what, Func<Task<bool>> look) =>
        GetAsync(what, async () => await look() ? "yes" : null);
}
