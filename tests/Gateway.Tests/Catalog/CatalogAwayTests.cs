using System.Net;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Gateway.Tests.Catalog;

/// <summary>A database that is away is no fault of what was asked.</summary>
public sealed class CatalogAwayTests : IDisposable
{
    private readonly CatalogHome _home = new(CatalogDatabase.Postgres);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_get_503_health_says_why_and_all_is_well_when_it_is_back()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        _home.GoAway();

        using var list = await host.Client.GetAsync("/v1/images", Cancellation);
        await list.ShouldBeProblemAsync(503, "catalog-unavailable");
        list.Headers.RetryAfter.ShouldNotBeNull();
        using var health = await host.Client.GetAsync("/health/ready", Cancellation);
        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await health.Content.ReadAsStringAsync(Cancellation)).ShouldContain("database cannot be used now");

        _home.ComeBack();
        using var again = await host.Client.GetAsync("/v1/images", Cancellation);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_message_waits_until_it_is_back()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        _home.GoAway();
        await Should.ThrowAsync<CatalogUnavailableException>(() => host.Services.GetRequiredService<CatalogWriter>()
            .WriteAsync(rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(Samples.Id("a"))), Cancellation));
        await host.Bus.Publish(Samples.Prepared(Samples.Id("b")), Cancellation);
        _home.ComeBack();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(GatewayHost.Limit);
        await using var catalog = await host.OpenCatalogAsync();
        while (!await catalog.Prepared.AnyAsync(row => row.ImageId == Samples.Id("b"), patience.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    [Fact]
    public async Task A_gateway_that_starts_before_its_database_goes_on_when_that_is_there()
    {
        await using var catalog = await EmptyCatalog.OfAsync(_home);
        _home.GoAway();
        var time = new FakeTimeProvider();
        using var schema = new CatalogSchema(catalog.Contexts, catalog.Writer, time, NullLogger<CatalogSchema>.Instance);

        await schema.StartingAsync(Cancellation);
        schema.Migrated.IsCompleted.ShouldBeFalse();
        await schema.StartAsync(Cancellation);
        _home.ComeBack();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(GatewayHost.Limit);
        while (!schema.Migrated.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }

        await schema.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_value_that_no_database_takes_is_the_messages_own_fault()
    {
        await using var catalog = await EmptyCatalog.OfAsync(_home);

        await Should.ThrowAsync<InvalidDataException>(() => catalog.Writer.WriteAsync(
            rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(Samples.Id("a")) with { PerceptualHash = "\0" }),
            Cancellation));
    }

    public void Dispose() => _home.Dispose();
}
