using Lesion.Storage;
using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// A message whose consumer has waited in vain for a store or a database goes back into its queue instead of an error queue.
/// </summary>
internal sealed class RequeueWhenUnavailable : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.Exception.GetBaseException() is UnavailableException || context.Exception is UnavailableException
            ? throw context.Exception // which the transport answers by giving the message back
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeueWhenUnavailable");
}
