using Lesion.Inference.Serving;

namespace Lesion.Inference.Tests.Serving;

public sealed class ModelSlotTests
{
    private readonly byte[] _input = Pictures.Input(1);

    [Fact]
    public void There_is_no_lease_where_no_model_serves()
    {
        using var slot = new ModelSlot();

        slot.TryLease().ShouldBeNull();
        slot.Current.ShouldBeNull();
    }

    [Fact]
    public void The_old_model_is_disposed_when_the_last_of_its_leases_is_back_and_not_before()
    {
        using var slot = new ModelSlot();
        var old = new TinyModel().Load(version: 1);
        slot.Exchange(old);
        var first = slot.TryLease()!;
        var second = slot.TryLease()!;

        slot.Exchange(new TinyModel().Load(version: 2));
        slot.TryLease()!.Model.Served.Version.ShouldBe(2);

        first.Dispose();
        first.Dispose();
        old.Run([_input]).Count.ShouldBe(1);
        second.Dispose();
        Should.Throw<ObjectDisposedException>(() => old.Run([_input]));
    }

    [Fact]
    public void A_model_that_nobody_leased_is_disposed_by_the_exchange()
    {
        using var slot = new ModelSlot();
        var old = new TinyModel().Load();
        slot.Exchange(old);

        slot.Exchange(new TinyModel().Load());

        Should.Throw<ObjectDisposedException>(() => old.Run([_input]));
    }

    [Fact]
    public async Task Leases_taken_while_models_are_exchanged_always_hold_a_live_one()
    {
        using var slot = new ModelSlot();
        var models = Enumerable.Range(1, 60).Select(version => new TinyModel().Load(version)).ToList();
        slot.Exchange(models[0]);
        using var done = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var latest = 0;
            while (!done.IsCancellationRequested)
            {
                using var lease = slot.TryLease()!;
                lease.Model.Served.Version.ShouldBeGreaterThanOrEqualTo(latest);
                latest = lease.Model.Served.Version;
                lease.Model.Run([_input]).Count.ShouldBe(1);
            }
        })).ToArray();

        models.Skip(1).ToList().ForEach(slot.Exchange);
        await done.CancelAsync();
        await Task.WhenAll(clients);

        models[..^1].ForEach(old => Should.Throw<ObjectDisposedException>(() => old.Run([_input])));
        models[^1].Run([_input]).Count.ShouldBe(1);
    }
}
