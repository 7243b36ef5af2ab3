using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.ServiceDefaults.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.ServiceDefaults.Tests;

public sealed class PeriodicSweepTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Lifetime _lifetime = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SweepMetrics _metrics;
    private readonly Measured _measured;

    public PeriodicSweepTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new SweepMetrics(meters);
        _measured = new Measured(meters);
    }

    public void Dispose()
    {
        _lifetime.Dispose();
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Nothing_is_swept_before_the_application_has_started()
    {
        using var sweep = new CountingSweep(_metrics, _time, _lifetime);
        await sweep.StartAsync(TestContext.Current.CancellationToken);

        sweep.Sweeps.TryRead(out _).ShouldBeFalse();
        _lifetime.Start();

        (await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        await sweep.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_sweep_that_fails_is_tried_again_at_the_next_interval()
    {
        using var sweep = new CountingSweep(_metrics, _time, _lifetime) { FailFirst = true };
        _lifetime.Start();
        await sweep.StartAsync(TestContext.Current.CancellationToken);
        (await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe(1);

        // The timer waits once the first sweep's failure is logged; until then advancing the clock is kept by the timer.
        _time.Advance(Interval);

        (await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
        await sweep.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Each_sweep_is_measured_by_its_name_and_outcome_and_what_it_healed_is_counted()
    {
        using var sweep = new CountingSweep(_metrics, _time, _lifetime) { FailFirst = true };
        _lifetime.Start();
        await sweep.StartAsync(TestContext.Current.CancellationToken);
        await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken);
        _time.Advance(Interval);
        await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken);
        _time.Advance(Interval);
        await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken);
        await sweep.StopAsync(TestContext.Current.CancellationToken);

        _measured.Of("lesion.sweep.duration").Take(2).Select(sweep => (sweep.Tags["lesion.sweep"], sweep.Tags["lesion.outcome"]))
            .ShouldBe([("counting", "failed"), ("counting", "done")]);
        _measured.Of("lesion.sweep.healed")[0].Value.ShouldBe(3);
    }

    [Fact]
    public async Task Sweeping_ends_with_the_application_before_the_service_itself_is_stopped()
    {
        using var sweep = new CountingSweep(_metrics, _time, _lifetime);
        _lifetime.Start();
        await sweep.StartAsync(TestContext.Current.CancellationToken);
        await sweep.Sweeps.ReadAsync(TestContext.Current.CancellationToken);

        _lifetime.StopApplication();

        await Should.ThrowAsync<OperationCanceledException>(() => sweep.ExecuteTask!);
    }

    private sealed class CountingSweep(SweepMetrics metrics, TimeProvider time, IHostApplicationLifetime lifetime)
        : PeriodicSweep(Interval, metrics, time, lifetime, NullLogger.Instance)
    {
        private readonly Channel<int> _sweeps = Channel.CreateUnbounded<int>();
        private int _count;

        public bool FailFirst { get; init; }

        public ChannelReader<int> Sweeps => _sweeps.Reader;

        protected override async Task SweepAsync(CancellationToken stoppingToken)
        {
            _count++;
            await _sweeps.Writer.WriteAsync(_count, stoppingToken);
            if (FailFirst && _count == 1)
            {
                throw new InvalidOperationException("The first sweep fails.");
            }

            Healed(3);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication() => _stopping.Cancel();

        public void Dispose()
        {
            _started.Dispose();
            _stopping.Dispose();
        }
    }
}
