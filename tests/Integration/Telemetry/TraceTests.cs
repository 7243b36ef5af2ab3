using Lesion.Testing;
using Lesion.Testing.Otlp;

namespace Lesion.Integration.Telemetry;

/// <summary>One trace runs from the drop to the verdict, through real processes on real servers.</summary>
[Collection(nameof(ObservedSystem))]
public sealed class TraceTests(ObservedSystem system, ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_is_one_trace_to_the_prepared_image()
    {
        await system.LiveAsync(Cancellation);
        var trace = Show(system.Upload);

        var root = trace.Roots.ShouldHaveSingleItem();
        (root.Service, root.Kind, root.Name).ShouldBe(("lesion-gateway", Span.Types.SpanKind.Server, "POST /v1/images/"));
        (root.Attributes["http.request.method"], root.Attributes["http.route"]).ShouldBe(("POST", "/v1/images/"));
        trace.Find("POST /v1/images/", "PutObject lesion-inbox").ShouldHaveSingleItem();
        string[] toIngestion =
            ["POST /v1/images/", "publish lesion.inbox-object-dropped", "process lesion.ingestion.inbox-object-dropped"];
        trace.Find([.. toIngestion, "GetObject lesion-inbox"]).ShouldHaveSingleItem();
        trace.Find([.. toIngestion, "ingest drop", "PutObject lesion-images"]).Count.ShouldBe(2);
        ShouldPrepare(trace, [.. toIngestion, "ingest drop"]);

        var drop = trace.Find([.. toIngestion, "ingest drop"]).Single();
        (drop.Service, drop.Attributes["lesion.drop.source"], drop.Attributes["lesion.outcome"]).ShouldBe(("lesion-ingestion", "upload", "ingested"));
        drop.Links.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_drop_that_a_sweep_finds_goes_on_with_the_trace_that_its_object_names()
    {
        await system.LiveAsync(Cancellation);
        var trace = Show(system.Receiver.Trace($"{system.Found.TraceId}"));

        var drop = trace.Roots.ShouldHaveSingleItem();
        (drop.Name, drop.Service, drop.ParentId).ShouldBe(("ingest drop", "lesion-ingestion", $"{system.Found.SpanId}"));
        drop.Attributes["lesion.drop.source"].ShouldBe("sweep");
        trace.Find("ingest drop", "DeleteObject lesion-inbox").ShouldHaveSingleItem();
        ShouldPrepare(trace, ["ingest drop"]);
    }

    [Fact]
    public async Task A_drop_that_names_no_trace_begins_one()
    {
        await system.LiveAsync(Cancellation);

        var drop = system.Receiver.Spans.First(span =>
            span.Name == "ingest drop" && span.TraceId != $"{system.Found.TraceId}" && span.Attributes["lesion.drop.source"] == "sweep");

        drop.ParentId.ShouldBeEmpty();
        ShouldPrepare(system.Receiver.Trace(drop.TraceId), ["ingest drop"]);
    }

    [Fact]
    public async Task A_training_is_one_trace_from_its_request_to_the_version_that_serves()
    {
        await system.LiveAsync(Cancellation);
        var trace = Show(system.Training);

        trace.Roots.ShouldHaveSingleItem().Name.ShouldBe("POST /v1/trainings/");
        trace.Find("POST /v1/trainings/", "publish lesion.retrain-requested", "process lesion.gateway.retrain-requested", "start training", "publish lesion.train-model")
            .ShouldNotBeEmpty();

        // The worker was not there, and the sweep asked again.
        trace.Find("POST /v1/trainings/", "heal training request", "publish lesion.retrain-requested").ShouldNotBeEmpty();
        trace.Find("publish lesion.train-model", "process lesion.training.train-model", "publish lesion.train-slice").ShouldNotBeEmpty();

        var slices = trace.Find("POST /v1/trainings/", "train slice");
        slices.Select(slice => int.Parse(slice.Attributes["lesion.training.slice"])).ShouldBe(Enumerable.Range(0, slices.Count));
        slices.Count.ShouldBeGreaterThan(2);
        slices.ShouldAllBe(slice => slice.Attributes["lesion.outcome"] == "done" && slice.Links.Count == 1);
        slices.ShouldAllBe(slice => trace.Spans.Single(span => span.SpanId == slice.Links[0].SpanId).Name == "process lesion.training.train-slice");
        trace.Find("train slice", "publish lesion.train-slice", "process lesion.training.train-slice").Count.ShouldBe(slices.Count - 1);

        string[] toRegistry = ["train slice", "publish version", "publish lesion.model-published", "process lesion.gateway.model-published"];
        trace.Find([.. toRegistry, "weigh version"]).ShouldNotBeEmpty();
        trace.Find("weigh version", "publish lesion.model-promoted", "process lesion.inference.model-promoted").ShouldNotBeEmpty();

        // Words of a version race with the sweeps, and whoever comes first does the work.
        string[] toInference = ["train slice", "publish version", "weigh version", "activate version"];
        trace.FindBelow([.. toInference, "GetObject lesion-models"]).ShouldNotBeEmpty();
        trace.FindBelow([.. toInference, "publish lesion.model-activated", "process lesion.gateway.model-activated"]).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_classification_by_HTTP_is_one_trace_and_the_batch_another_that_is_linked()
    {
        await system.LiveAsync(Cancellation);
        var trace = Show(system.Classification);

        var root = trace.Roots.ShouldHaveSingleItem();
        (root.Service, root.Name).ShouldBe(("lesion-gateway", "POST /v1/classifications"));
        string[] toInference = ["POST /v1/classifications", "POST", "POST /v1/classifications"];
        trace.Find([.. toInference, "classify image"]).ShouldHaveSingleItem().Service.ShouldBe("lesion-inference");
        ShouldBeAnsweredByBatch(trace, trace.Find([.. toInference, "classify image", "wait for batch"]).ShouldHaveSingleItem());
        trace.Find([.. toInference, "PutObject lesion-models"]).ShouldNotBeEmpty();
        trace.Find([.. toInference, "publish lesion.image-classified", "process lesion.gateway.image-classified"]).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_classification_by_message_goes_on_with_the_trace_of_a_client_that_sends_bare_JSON()
    {
        await system.LiveAsync(Cancellation);
        var trace = Show(system.Receiver.Trace($"{system.Asked.TraceId}"));

        var root = trace.Roots.ShouldHaveSingleItem();
        (root.Name, root.Kind, root.ParentId).ShouldBe(
            ("process lesion.inference.classify-image", Span.Types.SpanKind.Consumer, $"{system.Asked.SpanId}"));
        trace.Find(root.Name, "GetObject lesion-images").ShouldHaveSingleItem();
        ShouldBeAnsweredByBatch(trace, trace.Find(root.Name, "classify image", "wait for batch").ShouldHaveSingleItem());
        trace.Find(root.Name, "publish lesion.image-classified", "process lesion.gateway.image-classified").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Spans_are_named_and_described_as_OpenTelemetry_has_it()
    {
        await system.LiveAsync(Cancellation);
        var trace = system.Upload;

        var put = trace.Find("PutObject lesion-inbox").Single();
        put.Kind.ShouldBe(Span.Types.SpanKind.Client);
        put.Attributes.Keys.Order().ShouldBe(
            ["aws.s3.bucket", "http.response.status_code", "rpc.method", "rpc.system.name", "server.address", "server.port"]);
        (put.Attributes["rpc.system.name"], put.Attributes["rpc.method"], put.Attributes["aws.s3.bucket"])
            .ShouldBe(("aws-api", "S3/PutObject", "lesion-inbox"));

        var publish = trace.Find("publish lesion.image-ingested").Single();
        publish.Kind.ShouldBe(Span.Types.SpanKind.Producer);
        (publish.Attributes["messaging.system"], publish.Attributes["messaging.destination.name"],
            publish.Attributes["messaging.operation.name"], publish.Attributes["messaging.operation.type"])
            .ShouldBe(("rabbitmq", "lesion.image-ingested", "publish", "send"));

        var process = trace.Find("process lesion.preprocessing.image-ingested").Single();
        process.Kind.ShouldBe(Span.Types.SpanKind.Consumer);
        (process.Attributes["messaging.operation.name"], process.Attributes["messaging.operation.type"]).ShouldBe(("process", "process"));
        process.Attributes["messaging.message.id"].ShouldBe(publish.Attributes["messaging.message.id"]);
    }

    [Fact]
    public async Task What_finds_nothing_to_do_and_who_asks_for_health_is_in_no_trace()
    {
        await system.LiveAsync(Cancellation);

        system.Receiver.Spans.Where(span => span.ParentId.Length == 0).Select(span => span.Name).Distinct()
            .ShouldBeSubsetOf([
                "POST /v1/images/", "GET /v1/images/", "POST /v1/trainings/", "GET /v1/trainings/", "GET /v1/models/",
                "POST /v1/models/{version:int}:promote", "POST /v1/classifications", "ingest drop", "run batch"]);
    }

    private ReceivedTrace Show(ReceivedTrace trace)
    {
        output.WriteLine($"{trace}");
        return trace;
    }

    private static void ShouldPrepare(ReceivedTrace trace, string[] drop)
    {
        string[] told = [.. drop, "publish lesion.image-ingested"];
        trace.Find([.. told, "process lesion.gateway.image-ingested"]).ShouldHaveSingleItem().Service.ShouldBe("lesion-gateway");
        string[] prepared = [.. told, "process lesion.preprocessing.image-ingested", "prepare image"];
        trace.Find(prepared).ShouldHaveSingleItem().Attributes["lesion.outcome"].ShouldBe("prepared");
        trace.Find([.. prepared, "publish lesion.image-prepared", "process lesion.gateway.image-prepared"]).ShouldHaveSingleItem();
    }

    /// <summary>Linked both ways, and neither the parent of the other.</summary>
    private void ShouldBeAnsweredByBatch(ReceivedTrace trace, ReceivedSpan wait)
    {
        var batch = system.Receiver.Spans.Single(span => span.Name == "run batch" && span.Links.Contains((wait.TraceId, wait.SpanId)));
        (batch.ParentId, batch.Service).ShouldBe(("", "lesion-inference"));
        trace.Spans.ShouldNotContain(batch);
        wait.Links.ShouldBe([(batch.TraceId, batch.SpanId)]);
        (batch.Attributes["lesion.model.version"], int.Parse(batch.Attributes["lesion.batch.rows"])).ShouldBe(
            (trace.Find("classify image")[0].Attributes["lesion.model.version"], 1));
    }
}
