using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Tests.Serving;

public sealed class SwappingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promoted_version_serves_and_says_so()
    {
        await using var host = await InferenceHost.StartAsync(_folder, ("Lesion:Inference:Instance", "one"));
        await host.PublishAsync(1, new TinyModel());

        var activated = await host.PromoteAsync(1);

        activated.ShouldBe(new ModelActivated { Version = 1, Instance = "one", At = host.Time.GetUtcNow() });
        host.Serving.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_restart_the_champion_serves_from_the_store()
    {
        await using (var before = await InferenceHost.StartAsync(_folder))
        {
            await before.PublishAsync(7, new TinyModel());
            await before.PointChampionToAsync(7);
        }

        await using var after = await InferenceHost.StartAsync(_folder);

        after.Serving.ShouldBe(7);
        (await after.Activated.NextAsync()).Version.ShouldBe(7);
    }

    [Fact]
    public async Task A_promotion_whose_message_was_lost_is_healed_by_the_sweep()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PointChampionToAsync(1);

        host.Time.Advance(TimeSpan.FromMinutes(1));

        (await host.Activated.NextAsync()).Version.ShouldBe(1);
        host.Serving.ShouldBe(1);
    }

    [Fact]
    public async Task The_alias_decides_and_not_the_message_that_came_late()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PublishAsync(2, new TinyModel());
        await host.PromoteAsync(2);

        await host.TellPromotedAsync(1);
        await host.PublishAsync(3, new TinyModel());
        await host.PromoteAsync(3);

        host.Serving.ShouldBe(3);
        host.Activated.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Rolling_back_is_a_promotion_of_the_older_version()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PublishAsync(2, new TinyModel());
        await host.PromoteAsync(1);
        await host.PromoteAsync(2);

        await host.PromoteAsync(1);

        host.Serving.ShouldBe(1);
    }

    public static TheoryData<string> Faults => ["altered", "cut off", "not published", "golden", "no number", "no picture", "other classes", "other views", "one view"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_version_that_fails_leaves_the_old_one_serving_and_says_why(string fault)
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        var expected = await PublishFaultyAsync(host, fault);
        using var loads = new Measurements<long>(host.Get<IMeterFactory>(), "lesion.inference.loads");

        var activated = await host.PromoteAsync(2);

        loads.Outcomes.ShouldBe(["refused"]);

        activated.Version.ShouldBe(2);
        activated.Error.ShouldNotBeNull().ShouldContain(expected);
        activated.Error.ShouldContain("models/lesion/2/");
        host.Serving.ShouldBe(1);
        var (status, health) = await ReadyAsync(host);
        status.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("checks").GetProperty("model").GetProperty("description").GetString()!.ShouldContain(expected);
    }

    [Fact]
    public async Task A_version_that_failed_serves_once_it_was_mended_and_failing_again_is_not_told_twice()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel(), bytes => bytes[..20]);
        (await host.PromoteAsync(1)).Error.ShouldNotBeNull();
        await host.Get<ModelActivator>().RefreshAsync(Token);

        await host.PublishAsync(1, new TinyModel());
        await host.TellPromotedAsync(1);

        (await host.Activated.NextAsync()).Error.ShouldBeNull();
        host.Serving.ShouldBe(1);
    }

    [Fact]
    public async Task An_alias_that_cannot_be_read_leaves_what_serves_serving_and_is_said()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        await host.Store.PutBytesAsync(Buckets.Models, Keys.Alias("champion"), "{"u8.ToArray(), cancellationToken: Token);

        await host.Get<ModelActivator>().RefreshAsync(Token);

        host.Serving.ShouldBe(1);
        (await ReadyAsync(host)).Health.GetProperty("checks").GetProperty("model").GetProperty("description")
            .GetString()!.ShouldContain("champion.json");
    }

    [Fact]
    public async Task Requiring_a_gpu_while_the_cpu_is_asked_for_is_said_at_the_start()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => InferenceHost.StartAsync(_folder, ("Lesion:Inference:RequireGpu", "true")));

        refusal.Message.ShouldContain("Lesion:Inference:RequireGpu");
    }

    [Fact]
    public async Task Without_a_model_the_service_is_ready_and_says_that_one_must_be_trained()
    {
        await using var host = await InferenceHost.StartAsync(_folder);

        var (status, health) = await ReadyAsync(host);

        status.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("checks").GetProperty("model").GetProperty("description").GetString()!.ShouldContain("train");
    }

    [Fact]
    public async Task A_champion_that_cannot_serve_and_nothing_else_that_does_is_not_ready()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel(), bytes => bytes[..20]);
        await host.PromoteAsync(1);

        (await ReadyAsync(host)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_version_that_fails_its_warm_up_never_becomes_ready()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel { Bias = float.NaN });

        (await host.PromoteAsync(1)).Error.ShouldNotBeNull().ShouldContain("no finite number");

        host.Serving.ShouldBeNull();
        (await ReadyAsync(host)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_challenger_that_fails_is_told_of_and_the_champion_stays_ready()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);

        var told = await host.ChallengeAsync(2);

        (told.Version, told.Alias).ShouldBe((2, "challenger"));
        told.Error.ShouldNotBeNull().ShouldContain("never published");
        (await ReadyAsync(host)).Health.GetProperty("checks").GetProperty("model").GetProperty("status").GetString().ShouldBe("healthy");
    }

    [Fact]
    public async Task A_required_gpu_that_is_absent_is_not_ready()
    {
        Assert.SkipUnless(SessionFactory.CudaProblem() is not null, "This machine has a GPU and this build uses it.");
        await using var host = await InferenceHost.StartAsync(
            _folder, ("Lesion:Inference:Device", "cuda"), ("Lesion:Inference:RequireGpu", "true"));

        var (status, health) = await ReadyAsync(host);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        health.GetProperty("checks").GetProperty("model").GetProperty("description").GetString()!.ShouldContain("GPU");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> PublishFaultyAsync(InferenceHost host, string fault)
    {
        switch (fault)
        {
            case "altered":
                await host.PublishAsync(2, new TinyModel(), _ => new TinyModel { Bias = 1 }.Build());
                return "SHA-256";
            case "cut off":
                var cut = new TinyModel().Build()[..200];
                await host.PublishAsync(2, new TinyModel(), _ => cut, manifest => manifest with { Sha256 = Manifests.Of(cut, new TinyModel()).Sha256 });
                return "cut off";
            case "not published":
                return "never published";
            case "golden":
                await host.PublishAsync(2, new TinyModel(), bytes => bytes, manifest => manifest with
                {
                    Golden = [manifest.Golden[0] with { Probabilities = [.. manifest.Golden[0].Probabilities.Select(p => p + 0.0011)] }],
                });
                return "golden/0.png";
            case "no number":
                await host.PublishAsync(2, new TinyModel { Bias = float.NaN });
                return "no finite number";
            case "no picture":
                await host.PublishAsync(2, new TinyModel());
                await host.Store.DeleteAsync(Buckets.Models, Keys.Model(2, "golden/0.png"), Token);
                return "missing";
            case "other classes":
                await host.PublishAsync(2, new TinyModel(), bytes => bytes, manifest => manifest with { Classes = ["nevus", "melanoma"] });
                return "classes";
            case "other views":
                await host.PublishAsync(2, new TinyModel(), bytes => bytes, manifest => manifest with { TestViews = 2 });
                return "test-time views";
            case "one view":
                var tiny = new TinyModel();
                var averaging = tiny with { Card = tiny.Card with { TestViews = 8 } };
                var plain = OnnxModel.Load(tiny.Build(), "plain").Run([Pictures.Input(93)])[0].Probabilities;
                await host.PublishAsync(2, averaging, bytes => bytes, manifest => manifest with
                {
                    Golden = [manifest.Golden[0] with { Probabilities = plain }],
                });
                return "golden/0.png";
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Health)> ReadyAsync(InferenceHost host)
    {
        using var response = await host.Http.GetAsync("/health/ready", Token);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Token));
    }
}
