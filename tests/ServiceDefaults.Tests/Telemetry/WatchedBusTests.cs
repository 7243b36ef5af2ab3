using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using Lesion.ServiceDefaults.Tests.Bus;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.ServiceDefaults.Tests.Telemetry;

/// <summary>What is told of messages, on a bus in memory.</summary>
public sealed class WatchedBusTests : IAsyncLifetime
{
    private const string Exchange = "lesion.inbox-object-dropped";

    private static readonly string Queue = LesionNames.Formatter.Consumer<EchoConsumer<InboxObjectDropped>>();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-bus-");
    private readonly WebApplication _app;
    private readonly Measured _measured;

    public WatchedBusTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Urls", "http://127.0.0.1:0"), new("Lesion:Data", _folder.FullName)]);
        builder.AddServiceDefaults();
        builder.Services.AddSingleton<ConcurrentQueue<object>>();
        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<EchoConsumer<InboxObjectDropped>, EchoDefinition<InboxObjectDropped>>();
            bus.AddConsumer<RefusingConsumer>();
        });
        builder.AddBus();
        _app = builder.Build();
        _measured = new Measured(_app.Services.GetRequiredService<IMeterFactory>());
    }

    private IBus Bus => _app.Services.GetRequiredService<IBus>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _measured.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_message_is_a_span_of_its_sender_and_below_it_one_of_its_reader()
    {
        using var traced = new Traced();

        await Bus.Publish(new InboxObjectDropped { Key = "benign/1.jpg" }, Cancellation);
        Activity.Current.ShouldBe(traced.Root);
        await RabbitMqBusTests.EventuallyAsync(() => Task.FromResult(traced.All($"process {Queue}").Count > 0));

        var (publish, process) = (traced.Single($"publish {Exchange}"), traced.Single($"process {Queue}"));
        (publish.ParentSpanId, process.ParentSpanId).ShouldBe((traced.Root.SpanId, publish.SpanId));
        (publish.Kind, process.Kind).ShouldBe((ActivityKind.Producer, ActivityKind.Consumer));
        publish.GetTagItem("messaging.system").ShouldBe("in_memory");
        process.GetTagItem("messaging.operation.name").ShouldBe("process");
    }

    [Fact]
    public async Task What_is_sent_outside_any_trace_carries_none_that_is_over()
    {
        using var traced = new Traced();
        traced.Root.Stop();
        Activity.Current = null;

        await Bus.Publish(new InboxObjectDropped { Key = "benign/1.jpg" }, Cancellation);
        await RabbitMqBusTests.EventuallyAsync(() => Task.FromResult(_measured.Of("messaging.process.duration").Count > 0));

        traced.All($"publish {Exchange}").ShouldBeEmpty();
        traced.All($"process {Queue}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Sending_and_handling_are_measured_and_what_is_in_hand_falls_back_to_nothing()
    {
        await Bus.Publish(new InboxObjectDropped { Key = "benign/1.jpg" }, Cancellation);
        await RabbitMqBusTests.EventuallyAsync(() => Task.FromResult(_measured.Of("lesion.messaging.in_flight").Count == 2));

        _measured.Of("lesion.messaging.in_flight").Select(change => change.Value).ShouldBe([1, -1]);
        _measured.Of("messaging.client.operation.duration").ShouldHaveSingleItem().Tags.ShouldBe(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "in_memory",
                ["messaging.destination.name"] = Exchange,
                ["messaging.operation.name"] = "publish",
            },
            ignoreOrder: true);
        _measured.Of("messaging.process.duration").ShouldHaveSingleItem().Tags["messaging.destination.name"].ShouldBe(Queue);
    }

    [Fact]
    public async Task What_is_refused_is_told_by_the_exceptions_type_alone()
    {
        using var traced = new Traced();

        await Bus.Publish(new LabelsImported { Sheet = new ObjectReference { Bucket = "b", Key = "k" }, DropKey = "jane.csv", Rows = 1 }, Cancellation);
        var name = $"process {LesionNames.Formatter.Consumer<RefusingConsumer>()}";
        await RabbitMqBusTests.EventuallyAsync(() => Task.FromResult(traced.All(name).Count > 0));

        var process = traced.Single(name);
        (process.Status, process.StatusDescription, process.GetTagItem("error.type")).ShouldBe(
            (ActivityStatusCode.Error, null, "System.InvalidOperationException"));
        process.Events.ShouldBeEmpty();
        _measured.Of("messaging.process.duration").ShouldHaveSingleItem().Tags["error.type"].ShouldBe("System.InvalidOperationException");
    }

    [Theory]
    [InlineData("rabbitmq://broker/lesion/lesion.image-ingested", "rabbitmq", "lesion.image-ingested")]
    [InlineData("rabbitmq://broker/lesion.inference.model-promoted-0123456789abcdef0123456789abcdef?autodelete=true", "rabbitmq", "lesion.inference.model-promoted")]
    [InlineData("loopback://localhost/lesion.gateway.image-ingested", "in_memory", "lesion.gateway.image-ingested")]
    [InlineData("rabbitmq://broker/host_lesion_bus_abcd?temporary=true", "rabbitmq", "(temporary)")]
    public void A_destination_has_the_name_that_all_its_instances_have(string address, string system, string name) =>
        MessagingDestination.Of(new Uri(address)).ShouldBe(new MessagingDestination(system, name));

    private sealed class RefusingConsumer : IConsumer<LabelsImported>
    {
        public Task Consume(ConsumeContext<LabelsImported> context) => throw new InvalidOperationException("jane.csv is refused.");
    }
}
