using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Training.Slices;
using MassTransit;

namespace Lesion.Training;

/// <summary>Begins a training: its head first, then the message of its first slice.</summary>
internal sealed class TrainModelConsumer(IObjectStore store, TrainingHeads heads, TrainingOutcomes outcomes) : IConsumer<TrainModel>
{
    public async Task Consume(ConsumeContext<TrainModel> context)
    {
        var (request, cancellationToken) = (context.Message.Request, context.CancellationToken);
        if (await outcomes.ExistsAsync(request.TrainingId, cancellationToken))
            return;
        await store.TryPutJsonAsync(Buckets.Models, Keys.TrainingRequest(request.TrainingId), request, new PutOptions().WithTrace(), cancellationToken);
        if (await heads.TryBeginAsync(request.TrainingId, context.Message.Dataset, cancellationToken))
            await context.Publish(new TrainSlice { TrainingId = request.TrainingId, Slice = 0 }, cancellationToken);
    }
}
