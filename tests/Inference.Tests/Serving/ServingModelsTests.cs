using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Tests.Serving;

public sealed class ServingModelsTests : IDisposable
{
    private readonly ServingModels _models = new(Options.Create(new InferenceOptions { MaxLoadedVersions = 2 }));
    private readonly byte[] _input = Pictures.Input(1);

    [Fact]
    public void There_is_no_lease_where_no_model_serves()
    {
        _models.TryLease(ModelTarget.Champion).ShouldBeNull();
        _models.TryLease(ModelTarget.Challenger).ShouldBeNull();
        _models.Find(ModelTarget.Of(1)).ShouldBeNull();
    }

    [Fact]
    public void The_old_model_is_disposed_when_the_last_of_its_leases_is_back_and_not_before()
    {
        var old = Serve(ModelTarget.Champion, version: 1);
        var first = _models.TryLease(ModelTarget.Champion)!;
        var second = _models.TryLease(ModelTarget.Of(1))!;

        Serve(ModelTarget.Champion, version: 2);
        using (var next = _models.TryLease(ModelTarget.Champion)!)
        {
            next.Model.Served.Version.ShouldBe(2);
        }

        first.Dispose();
        first.Dispose();
        IsDisposed(old).ShouldBeFalse();
        second.Dispose();
        IsDisposed(old).ShouldBeTrue();
    }

    [Fact]
    public void A_model_that_nobody_leased_is_disposed_by_the_swap()
    {
        var old = Serve(ModelTarget.Champion, version: 1);

        Serve(ModelTarget.Champion, version: 2);

        IsDisposed(old).ShouldBeTrue();
    }

    [Fact]
    public void A_challenger_that_becomes_the_champion_goes_on_as_it_is()
    {
        var old = Serve(ModelTarget.Champion, version: 1);
        var challenger = Serve(ModelTarget.Challenger, version: 2);

        _models.TryServe(ModelTarget.Champion, version: 2).ShouldBeTrue();

        _models.Find(ModelTarget.Champion).ShouldBeSameAs(challenger);
        IsDisposed(old).ShouldBeTrue();
        _models.Serve(ModelTarget.Challenger, null);
        IsDisposed(challenger).ShouldBeFalse();
        _models.TryServe(ModelTarget.Champion, version: 3).ShouldBeFalse();
    }

    [Fact]
    public void Of_the_versions_beyond_the_limit_the_least_recently_used_goes()
    {
        var champion = Serve(ModelTarget.Champion, version: 9);
        var pinned = Enumerable.Range(1, 2).Select(Pin).ToList();
        _models.TryLease(ModelTarget.Of(1))!.Dispose();

        pinned.Add(Pin(3));

        pinned.ConvertAll(IsDisposed).ShouldBe([false, true, false]);
        _models.Find(ModelTarget.Of(2)).ShouldBeNull();
        IsDisposed(champion).ShouldBeFalse();
    }

    [Fact]
    public void What_is_loaded_while_the_service_stops_is_disposed_too()
    {
        var before = Serve(ModelTarget.Champion, version: 1);
        _models.Dispose();

        var late = Serve(ModelTarget.Champion, version: 2);

        IsDisposed(before).ShouldBeTrue();
        IsDisposed(late).ShouldBeTrue();
        _models.TryLease(ModelTarget.Champion).ShouldBeNull();
    }

    [Fact]
    public async Task Leases_taken_while_models_are_swapped_always_hold_a_live_one_and_never_an_older()
    {
        var models = Enumerable.Range(1, 60).Select(version => new TinyModel().Load(version)).ToList();
        _models.Serve(ModelTarget.Champion, models[0]);
        using var done = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var latest = 0;
            while (!done.IsCancellationRequested)
            {
                using var lease = _models.TryLease(ModelTarget.Champion)!;
                lease.Model.Served.Version.ShouldBeGreaterThanOrEqualTo(latest);
                latest = lease.Model.Served.Version;
                lease.Model.Run([_input]).Count.ShouldBe(1);
            }
        })).ToArray();

        models.Skip(1).ToList().ForEach(model => _models.Serve(ModelTarget.Champion, model));
        await done.CancelAsync();
        await Task.WhenAll(clients);

        models[..^1].ShouldAllBe(old => IsDisposed(old));
        IsDisposed(models[^1]).ShouldBeFalse();
    }

    [Fact]
    public async Task Thirty_two_threads_that_load_and_unload_1024_times_in_all_leave_nothing_behind()
    {
        const int threads = 32;
        const int loads = 1024;
        var all = new OnnxModel[loads];

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = thread; i < loads; i += threads)
                {
                    all[i] = new TinyModel().Load(version: i + 1);
                    Change(all[i], i);
                    using var lease = _models.TryLease(ModelTarget.Champion);
                    lease?.Model.Run([_input]).Count.ShouldBe(1);
                }
            },
            TaskCreationOptions.LongRunning)));

        _models.Dispose();
        all.ShouldAllBe(model => IsDisposed(model));

        void Change(OnnxModel model, int turn)
        {
            switch (turn % 4)
            {
                case 0:
                    _models.Pin(model);
                    break;
                case 1:
                    _models.Serve(ModelTarget.Challenger, model);
                    _models.TryServe(ModelTarget.Champion, turn + 1);
                    break;
                case 2:
                    _models.Serve(ModelTarget.Challenger, model);
                    _models.Serve(ModelTarget.Challenger, null);
                    break;
                default:
                    _models.Serve(ModelTarget.Champion, model);
                    break;
            }
        }
    }

    public void Dispose() => _models.Dispose();

    private OnnxModel Serve(ModelTarget alias, int version)
    {
        var model = new TinyModel().Load(version);
        _models.Serve(alias, model);
        return model;
    }

    private OnnxModel Pin(int version)
    {
        var model = new TinyModel().Load(version);
        _models.Pin(model);
        return model;
    }

    private bool IsDisposed(OnnxModel model)
    {
        try
        {
            model.Run([_input]);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
