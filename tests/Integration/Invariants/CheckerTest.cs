using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Invariants;

/// <summary>Spoils one thing in a system that is as it must be, and sees whether the checker says so.</summary>
[Collection(nameof(SettledSystem))]
public abstract class CheckerTest(SettledSystem system) : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected SettledSystem Settled { get; } = system;

    protected IObjectStore Store => Settled.Deployed.Store;

    public virtual async ValueTask InitializeAsync() => await Settled.SettleAsync(Cancellation);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<InvariantReport> CheckAsync(IReadOnlyDictionary<string, int>? bad = null) =>
        Settled.Invariants.CheckAsync(Settled.Dropped, bad, Cancellation);

    /// <param name="subject">Part of what the violation is about.</param>
    /// <param name="problem">Part of what it says.</param>
    protected async Task ShouldFindAsync(string subject, string problem)
    {
        var report = await CheckAsync();
        report.Violations.ShouldContain(
            violation => violation.Subject.Contains(subject, StringComparison.Ordinal)
                && violation.Problem.Contains(problem, StringComparison.Ordinal),
            $"{report}");
    }
}
