using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.ServiceDefaults.Tests.Bus;

public sealed class LesionNamesTests
{
    [Fact]
    public void An_exchange_is_named_after_its_message() =>
        LesionNames.Formatter.FormatEntityName<RetrainRequested>().ShouldBe("lesion.retrain-requested");

    [Fact]
    public void A_generic_message_has_a_name_that_every_broker_takes() =>
        LesionNames.Formatter.FormatEntityName<Fault<TrainSlice>>().ShouldBe("lesion.fault-train-slice");

    [Fact]
    public void A_queue_is_named_after_the_service_and_the_message() =>
        LesionNames.Formatter.Consumer<Listener>().ShouldBe("lesion.tests.image-ingested");

    [Fact]
    public void A_batch_is_named_like_its_message() =>
        LesionNames.Formatter.Consumer<BatchListener>().ShouldBe("lesion.tests.image-ingested");

    [Fact]
    public void A_consumer_of_two_messages_is_refused() =>
        Should.Throw<InvalidOperationException>(() => LesionNames.Formatter.Consumer<Hoarder>())
            .Message.ShouldContain("one endpoint takes one message type");

    [Fact]
    public void Every_message_has_an_exchange_of_its_own()
    {
        var method = typeof(LesionNames).GetMethod(nameof(LesionNames.FormatEntityName))!;
        var messages = typeof(ImageIngested).Assembly.GetTypes().Where(type => type.IsPublic && !type.IsEnum).ToList();

        var names = messages.Select(type => (string)method.MakeGenericMethod(type).Invoke(LesionNames.Formatter, [])!).ToList();

        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.StartsWith("lesion.") && name.Skip(7).All(letter => char.IsAsciiLetterLower(letter) || letter == '-'));
    }

    private sealed class Listener : IConsumer<ImageIngested>
    {
        public Task Consume(ConsumeContext<ImageIngested> context) => Task.CompletedTask;
    }

    private sealed class BatchListener : IConsumer<Batch<ImageIngested>>
    {
        public Task Consume(ConsumeContext<Batch<ImageIngested>> context) => Task.CompletedTask;
    }

    private sealed class Hoarder : IConsumer<ImageIngested>, IConsumer<ImagePrepared>
    {
        public Task Consume(ConsumeContext<ImageIngested> context) => Task.CompletedTask;

        public Task Consume(ConsumeContext<ImagePrepared> context) => Task.CompletedTask;
    }
}
