using Lesion.Contracts;
using Lesion.Training.Slices;
using MassTransit;

namespace Lesion.Training;

internal sealed class TrainSliceConsumer(SliceRunner runner) : IConsumer<TrainSlice>
{
    public Task Consume(ConsumeContext<TrainSlice> context) =>
        runner.RunAsync(context.Message, context, context.CancellationToken);
}
