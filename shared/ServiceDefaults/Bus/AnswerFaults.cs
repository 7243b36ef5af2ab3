using Lesion.Contracts;
using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>Tells whoever waits for an answer by <c>reply_to</c> that his message was refused, and why.</summary>
internal sealed class AnswerFaults : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var error = new ClassificationError { Code = "refused", Message = context.Exception.GetBaseException().Message };
        await Replies.ReplyToSenderAsync(context, new { Error = error }, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("answerFaults");
}
