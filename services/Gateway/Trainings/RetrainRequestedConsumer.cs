using Lesion.Contracts;
using MassTransit;

namespace Lesion.Gateway.Trainings;

/// <summary>Whoever asks for a training, by message or by HTTP, ends here.</summary>
internal sealed class RetrainRequestedConsumer(TrainingStarter starter, TimeProvider time) : IConsumer<RetrainRequested>
{
    public async Task Consume(ConsumeContext<RetrainRequested> context)
    {
        var asked = context.Message;
        var id = asked.TrainingId ?? TrainingRules.NewTrainingId(
            context.SentTime ?? time.GetUtcNow().UtcDateTime,
            context.MessageId ?? Guid.NewGuid());
        if (!TrainingRules.IsTrainingId(id))
        {
            throw new ArgumentException(
                $"'{id}' cannot name a training: take at most 64 letters, digits, '-', '_' and '.', or leave 'trainingId' out.");
        }

        var request = await starter.AcceptAsync(id, asked, context.CancellationToken);
        if (TrainingRules.FaultOf(asked) is { } fault)
        {
            await starter.EndAsync(id, TrainingStatus.Failed, fault, context.CancellationToken);
        }
        else
        {
            await starter.StartAsync(request, context.CancellationToken);
        }
    }
}
