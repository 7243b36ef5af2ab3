using System.Diagnostics.Metrics;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Inference.Tests.Batching;

/// <summary>Tiny models that serve, and a batcher over them that was not started yet.</summary>
internal sealed class BatchingRig : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <param name="options">One instance where they do not say how many, whatever the machine.</param>
    /// <param name="champion">What serves.</param>
    public BatchingRig(InferenceOptions options, TinyModel? champion = null)
    {
        options.InstanceCount = Math.Max(1, options.InstanceCount);
        Models = new ServingModels(Options.Create(options));
        Serve(ModelTarget.Champion, champion ?? new TinyModel(), version: 1);
        Sizes = Measure("lesion.inference.batch.size");
        Batcher = new Batcher(Models, new InferenceMetrics(_services.GetRequiredService<IMeterFactory>()), Options.Create(options), Time, NullLogger<Batcher>.Instance);
    }

    public ServingModels Models { get; }

    public FakeTimeProvider Time { get; } = new();

    public Measurements<int> Sizes { get; }

    public Batcher Batcher { get; }

    public OnnxModel Champion => Models.Find(ModelTarget.Champion)!;

    public Measurements<int> Measure(string instrument) => new(_services.GetRequiredService<IMeterFactory>(), instrument);

    /// <summary>Lets a model serve that is warm for every size.</summary>
    public void Serve(ModelTarget alias, TinyModel tiny, int version) => Models.Serve(alias, Warm(tiny, version));

    public static OnnxModel Warm(TinyModel tiny, int version)
    {
        var model = tiny.Load(version);
        model.WarmUp();
        return model;
    }

    /// <summary>Asks for what a picture is, as a classification does.</summary>
    public RowsRequest Request(int seed, ModelTarget target = default)
    {
        var card = Models.Find(target)!.Card;
        return new RowsRequest
        {
            Pixels = Pictures.Input(seed, card.Input.Size),
            MadeFor = card.Input,
            Views = card.TestViews,
            AsCardSays = true,
            Target = target,
        };
    }

    public Task<RowsAnswer?> AskAsync(int seed, CancellationToken? cancellationToken = null) =>
        AskAsync(Request(seed), cancellationToken);

    public Task<RowsAnswer?> AskAsync(RowsRequest request, CancellationToken? cancellationToken = null) =>
        Batcher.RunAsync(request, cancellationToken ?? TestContext.Current.CancellationToken);

    public Task StartAsync() => Batcher.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Batcher.StopAsync(CancellationToken.None);
        Batcher.Dispose();
        Sizes.Dispose();
        Models.Dispose();
        await _services.DisposeAsync();
    }
}
