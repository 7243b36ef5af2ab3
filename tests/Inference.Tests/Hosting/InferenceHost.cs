using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference.Serving;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Inference.Tests.Hosting;

/// <summary>The whole service in this process: its HTTP, an in-memory bus, and a store in a folder that outlives it.</summary>
internal sealed class InferenceHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InferenceHost(WebApplication app) => _app = app;

    public HttpClient Http => field ??= _app.Urls.FirstOrDefault() is { } address
        ? new HttpClient { BaseAddress = new Uri(address) }
        : _app.GetTestClient();

    public IObjectStore Store => Get<IObjectStore>();

    public IBus Bus => Get<IBus>();

    public FakeTimeProvider Time => (FakeTimeProvider)Get<TimeProvider>();

    public HeldStore Held => Get<HeldStore>();

    public Heard<ImageClassified> Classified => Get<Heard<ImageClassified>>();

    public Heard<ModelActivated> Activated => Get<Heard<ModelActivated>>();

    public int? Serving => Get<ServingModels>().Find(ModelTarget.Champion)?.Served.Version;

    /// <summary>
    /// Starts on the store in <paramref name="folder"/>, and waits until the champion, if any, was looked at. With the setting
    /// <c>urls</c> it listens there; otherwise its HTTP stays in this process.
    /// </summary>
    public static async Task<InferenceHost> StartAsync(TemporaryFolder folder, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        if (Array.TrueForAll(settings, setting => setting.Key != "urls"))
        {
            builder.WebHost.UseTestServer();
        }

        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("Lesion:Data", folder.Path)).Append(("Lesion:Inference:IntraOpThreads", "1"))
                .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)));
        builder.Services.AddSingleton<Heard<ImageClassified>>();
        builder.Services.AddSingleton<Heard<ModelActivated>>();
        builder.AddServiceDefaults();
        Hold(builder.Services);
        builder.AddInference();
        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<HeardConsumer<ImageClassified>>();
            bus.AddConsumer<HeardConsumer<ModelActivated>>();
        });
        builder.AddBus();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapInference();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<ModelActivator>().FirstLook.WaitAsync(TimeSpan.FromSeconds(20));
        return new InferenceHost(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Puts a version whole, with a golden image, into the store.</summary>
    public Task PublishAsync(int version, TinyModel tiny) => PublishAsync(version, tiny, bytes => bytes);

    /// <param name="alter">What becomes of the model's bytes after the manifest was made.</param>
    public async Task PublishAsync(int version, TinyModel tiny, Func<byte[], byte[]> alter, Func<ModelManifest, ModelManifest>? edit = null)
    {
        var bytes = tiny.Build();
        var pixels = Pictures.Input(93, tiny.Card.Input.Size);
        using var model = tiny.Load();
        var png = CanonicalImage.Encode(new RgbImage(pixels, tiny.Card.Input.Size, tiny.Card.Input.Size)).Png;
        var input = NetworkInput.FromCanonical(png, tiny.Card.Input.Recipe());
        double[] probabilities = [.. model.Run([input])[0].Probabilities.Select(value => double.IsNaN(value) ? 0 : value)];
        var golden = new GoldenImage { File = "golden/0.png", Probabilities = probabilities };
        var manifest = Manifests.Of(bytes, tiny, version, golden);
        await Store.PutBytesAsync(Buckets.Models, Keys.ModelFile(manifest.Name, version), alter(bytes));
        await Store.PutBytesAsync(Buckets.Models, Keys.Model(version, golden.File), png);
        await Store.PutJsonAsync(Buckets.Models, Keys.ModelManifest(version), edit?.Invoke(manifest) ?? manifest);
    }

    /// <summary>Moves the alias as the registry does; the event is another matter.</summary>
    public Task PointChampionToAsync(int version) => PointAsync("champion", version);

    public Task PointAsync(string alias, int version) =>
        Store.PutJsonAsync(Buckets.Models, Keys.Alias(alias), PromotionOf(alias, version));

    /// <summary>Gives a version the alias of the challenger, and waits for what becomes of it.</summary>
    public async Task<ModelActivated> ChallengeAsync(int version)
    {
        await PointAsync("challenger", version);
        await Get<ModelActivator>().RefreshAsync(TestContext.Current.CancellationToken);
        return await Activated.NextAsync();
    }

    /// <summary>Moves the alias, tells of it, and waits for what becomes of it.</summary>
    public async Task<ModelActivated> PromoteAsync(int version)
    {
        await PointChampionToAsync(version);
        await TellPromotedAsync(version);
        return await Activated.NextAsync();
    }

    public Task TellPromotedAsync(int version) => Bus.Publish(new ModelPromoted { Promotion = PromotionOf("champion", version) });

    /// <summary>Classifies by HTTP.</summary>
    /// <param name="query">With its question mark.</param>
    public async Task<Classification> ClassifyAsync(byte[] image, string query = "")
    {
        var token = TestContext.Current.CancellationToken;
        using var response = await Http.PostAsync("/v1/classifications" + query, new ByteArrayContent(image), token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, token))!;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Hold(IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(IObjectStore));
        services.Remove(store);
        services.AddSingleton(provider => new HeldStore((IObjectStore)store.ImplementationFactory!(provider)));
        services.AddSingleton<IObjectStore>(provider => provider.GetRequiredService<HeldStore>());
    }

    private static Promotion PromotionOf(string alias, int version) => new()
    {
        Alias = alias,
        Version = version,
        Promoted = true,
        By = "test",
        Reason = "",
        At = DateTimeOffset.UnixEpoch,
    };
}
