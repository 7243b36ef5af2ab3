using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.ServiceDefaults.Tests.Bus;

public sealed class AnnouncerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_is_away_keeps_nobody_waiting_and_is_told_when_it_is_back()
    {
        await using var host = await RabbitMqHost.StartAsync([typeof(InboxObjectDropped)], Cancellation);
        var announcer = host.Services.GetRequiredService<Announcer>();
        string[] keys = ["benign/1.jpg", "benign/2.jpg", "benign/3.jpg"];
        await host.Passage.CutAsync();

        foreach (var key in keys)
            await announcer.AnnounceAsync(new InboxObjectDropped { Key = key }).WaitAsync(Patience, Cancellation);

        host.Received.ShouldBeEmpty();
        host.Passage.Restore();
        await RabbitMqBusTests.EventuallyAsync(() => Task.FromResult(host.Received.Count >= keys.Length));
        host.Received.Cast<InboxObjectDropped>().Select(word => word.Key).Distinct().Order().ShouldBe(keys);
    }
}
