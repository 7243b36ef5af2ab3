using Lesion.Inference.Batching;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Protocol;

/// <summary>Runs rows as they came through the graph of the model that serves, on a lease of it; one request at a time.</summary>
internal sealed class TensorRunner(ModelSlot slot) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <returns>Null where meanwhile a model serves that sees images in another way: check the request again.</returns>
    /// <exception cref="NoModelException">No model serves.</exception>
    /// <exception cref="InvalidOutputException">The network gave a value that is no finite number.</exception>
    public async Task<RowsAnswer?> RunAsync(RowsRequest request, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            // Once begun it is waited for, whoever gives up: the rows lie in memory that is lent.
            return await Task.Run(() => Run(request), CancellationToken.None);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private RowsAnswer? Run(RowsRequest request)
    {
        using var lease = slot.TryLease() ?? throw new NoModelException(NoModelText.NotTrained);
        var model = lease.Model;
        return model.Card.Input == request.MadeFor
            ? new RowsAnswer(model.Served, model.RunRows(request.Rows.Span, request.Count, request.Outputs))
            : null;
    }
}
