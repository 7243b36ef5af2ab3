using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lesion.Storage;
using Lesion.Testing;
using RabbitMQ.Client;

namespace Lesion.Integration.Telemetry;

/// <summary>
/// The whole system, of which everything is collected: a picture is uploaded, others are found by a sweep, two models are
/// trained, pictures are classified by HTTP and by message. It is made by the first test that asks, which is skipped where the
/// servers are missing.
/// </summary>
public sealed class ObservedSystem : IAsyncDisposable
{
    /// <summary>What must be nowhere in what is told: the name of a file and of a group, both a person's.</summary>
    public const string Person = "jane-doe";

    private const int Images = 60;

    private static readonly Dictionary<string, string> Settings = new()
    {
        // Word of a drop comes by message, or from the sweep at the start.
        ["Lesion__Ingestion__SweepInterval"] = "1.00:00:00",
        ["Lesion__Gateway__SweepInterval"] = "00:00:05",
        ["Lesion__Inference__ShadowShare"] = "1",
        ["Lesion__Telemetry__Prometheus"] = "true",
        ["Lesion__Training__StepsASlice"] = "3",
        ["Lesion__Training__Threads"] = "2",
    };

    private Task? _lived;

    public TelemetryReceiver Receiver { get; private set; } = null!;

    public DeployedSystem Deployed { get; private set; } = null!;

    /// <summary>Of the picture that was uploaded.</summary>
    public ReceivedTrace Upload => Receiver.Trace(TraceIdOf("POST /v1/images/"));

    /// <summary>Of a picture that was put into the bucket, and found by a sweep.</summary>
    public Activity Found { get; } = Begin();

    /// <summary>Of the first training.</summary>
    public ReceivedTrace Training => Receiver.Trace(TraceIdOf("POST /v1/trainings/"));

    /// <summary>Of a classification by HTTP.</summary>
    public ReceivedTrace Classification => Receiver.Trace(TraceIdOf("POST /v1/classifications"));

    /// <summary>Of a classification that somebody asked for by message.</summary>
    public Activity Asked { get; } = Begin();

    public Task LiveAsync(CancellationToken cancellationToken) => _lived ??= MakeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Found.Dispose();
        Asked.Dispose();
        if (Deployed is not null)
            await Deployed.DisposeAsync();
        if (Receiver is not null)
            await Receiver.DisposeAsync();
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        Receiver = await TelemetryReceiver.StartAsync(cancellationToken);
        Deployed = await DeployedSystem.CreateAsync(Settings.Concat(Receiver.Settings).ToDictionary(), cancellationToken);
        await StartAsync(cancellationToken);
        await UploadAsync(cancellationToken);
        await FindAsync(cancellationToken);
        await TrainAsync(cancellationToken);
        await ClassifyAsync(cancellationToken);
    }

    /// <summary>All but what trains.</summary>
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var inference = Deployed.Add(Service.Inference);
        var gateway = Deployed.Add(
            Service.Gateway,
            new Dictionary<string, string> { ["Lesion__Inference__Urls"] = inference.Http.BaseAddress!.ToString().TrimEnd('/') });
        ServiceProcess[] all = [inference, gateway, Deployed.Add(Service.Ingestion), Deployed.Add(Service.Preprocessing)];
        Array.ForEach(all, process => process.Start());
        await Task.WhenAll(all.Select(process => process.ReadyAsync(cancellationToken)));
    }

    private async Task UploadAsync(CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(MixedFiles.Picture(0, "observed")), "file", $"{Person}.jpg" } };
        using var answer = await Deployed.Gateway.Http.PostAsync($"v1/images?label=benign&group={Person}", form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await ArrivedAsync(() => Upload, ["process lesion.gateway.image-prepared"], cancellationToken);
    }

    /// <summary>Nobody tells of these, and Ingestion is not there when they come.</summary>
    private async Task FindAsync(CancellationToken cancellationToken)
    {
        var ingestion = Deployed.Of(Service.Ingestion).Single();
        await ingestion.EndAsync(cancellationToken);
        for (var index = 1; index < Images; index++)
        {
            var key = $"{(index % 2 == 0 ? "benign" : "malignant")}/{Person}-{index:d3}.jpg";
            var put = new PutOptions
            {
                Metadata = index == 1 ? new Dictionary<string, string> { ["traceparent"] = Found.Id! } : new Dictionary<string, string>(),
            };
            await Deployed.Store.PutBytesAsync(Buckets.Inbox, key, MixedFiles.Picture(index, "observed"), put, cancellationToken);
        }

        ingestion.Start();
        await ArrivedAsync(() => Receiver.Trace($"{Found.TraceId}"), ["process lesion.gateway.image-prepared"], cancellationToken);
        await Until.IsTrueAsync("every image is prepared", async () => await PreparedAsync(cancellationToken) == Images, cancellationToken);
    }

    private async Task<int> PreparedAsync(CancellationToken cancellationToken) =>
        (await GetAsync("v1/images?limit=1000", cancellationToken))["items"]!.AsArray().Count(image => (bool)image!["prepared"]!);

    /// <summary>
    /// No worker is there when the first is asked for, so that the word of it is lost, and the catalog's sweep asks again. The
    /// second becomes the challenger, or the first does where the second is better.
    /// </summary>
    private async Task TrainAsync(CancellationToken cancellationToken)
    {
        await RequestAsync(seed: 1, cancellationToken);
        await ArrivedAsync(() => Training, ["start training", "publish lesion.train-model"], cancellationToken);
        await Deployed.StartAsync([Service.Training], cancellationToken);
        await ArrivedAsync(() => Training, ["activate version", "publish lesion.model-activated", "process lesion.gateway.model-activated"], cancellationToken);

        await RequestAsync(seed: 2, cancellationToken);
        await Until.IsTrueAsync("there are two versions", async () => (await VersionsAsync(cancellationToken)).Count == 2, cancellationToken);
        var other = (await VersionsAsync(cancellationToken)).First(version => !(bool)version["isChampion"]!);
        using var promoted = await Deployed.Gateway.Http.PostAsJsonAsync(
            $"v1/models/{other["version"]}:promote", new { alias = "challenger" }, cancellationToken);
        promoted.EnsureSuccessStatusCode();
        await Until.IsTrueAsync("there is a challenger", () => Task.FromResult(HasChallenger()), cancellationToken);
    }

    private async Task RequestAsync(int seed, CancellationToken cancellationToken)
    {
        var order = new JsonObject
        {
            ["seed"] = seed,
            ["recipe"] = JsonNode.Parse("""{"preset": "small", "input": {"size": 32}, "phases": [{"kind": "probe", "penalties": [0.1]}]}"""),
        };
        using var answer = await Deployed.Gateway.Http.PostAsJsonAsync("v1/trainings", order, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A version counts once it was weighed.</summary>
    private async Task<List<JsonNode>> VersionsAsync(CancellationToken cancellationToken)
    {
        var trainings = (await GetAsync("v1/trainings", cancellationToken))["items"]!.AsArray();
        if (trainings.FirstOrDefault(training => (string?)training!["status"] == "failed") is { } failed)
            throw new InvalidOperationException(failed.ToJsonString());
        var versions = (await GetAsync("v1/models", cancellationToken))["items"]!.AsArray().Select(version => version!).ToList();
        return versions.Exists(version => (bool)version["isChampion"]!) ? versions : [];
    }

    private bool HasChallenger() => Receiver.Instruments.Any(instrument =>
        instrument.Name == "lesion.inference.model.info" && instrument.Attributes["lesion.model.alias"].Contains("challenger"));

    private async Task ClassifyAsync(CancellationToken cancellationToken)
    {
        using var picture = new ByteArrayContent(MixedFiles.Picture(Images, "asked"));
        using var answer = await Deployed.Gateway.Http.PostAsync("v1/classifications", picture, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await ArrivedAsync(() => Classification, ["process lesion.gateway.image-classified"], cancellationToken);

        await using var client = await BrokerClient.ConnectAsync(Deployed.Broker, cancellationToken);
        var imageId = Convert.ToHexStringLower(SHA256.HashData(MixedFiles.Picture(1, "observed")));
        await client.Channel.BasicPublishAsync(
            "lesion.classify-image",
            "",
            mandatory: true,
            new BasicProperties { Headers = new Dictionary<string, object?> { ["traceparent"] = Asked.Id } },
            System.Text.Encoding.UTF8.GetBytes($$"""{"requestId": "observed", "imageId": "{{imageId}}"}"""),
            cancellationToken);
        await ArrivedAsync(() => Receiver.Trace($"{Asked.TraceId}"), ["process lesion.gateway.image-classified"], cancellationToken);
    }

    /// <summary>Waits until the end of a way has come, and all that is above any span: what ends later is sent later.</summary>
    private async Task ArrivedAsync(Func<ReceivedTrace> trace, string[] way, CancellationToken cancellationToken)
    {
        try
        {
            await Until.IsTrueAsync(
                $"'{way[^1]}' is told of",
                () => Task.FromResult(trace() is var now && now.Find(way).Count > 0 && now.Roots.Count() == 1),
                cancellationToken);
        }
        catch (TimeoutException exception)
        {
            var others = Receiver.Spans.GroupBy(span => $"{span.Service} {span.Name}").Select(group => $"{group.Key} × {group.Count()}");
            throw new TimeoutException($"{exception.Message} There are\n{trace()}\nand\n{string.Join('\n', others)}\n{Deployed.Log}", exception);
        }
    }

    private string TraceIdOf(string request) =>
        Receiver.Spans.Where(span => span.Name == request && span.Service == "lesion-gateway").MinBy(span => span.Start)?.TraceId ?? "";

    private async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (await Deployed.Gateway.Http.GetFromJsonAsync<JsonObject>(path, cancellationToken))!;

    /// <summary>A trace that somebody outside begins.</summary>
    private static Activity Begin()
    {
        var activity = new Activity("outside").SetIdFormat(ActivityIdFormat.W3C);
        activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        activity.Start();
        Activity.Current = null;
        return activity;
    }
}
