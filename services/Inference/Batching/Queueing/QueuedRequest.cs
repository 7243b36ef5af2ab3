using System.Diagnostics;

namespace Lesion.Inference.Batching;

/// <summary>A request on its way through the batcher.</summary>
/// <param name="request">What is asked.</param>
/// <param name="enqueuedAt">A timestamp of the batcher's clock.</param>
/// <param name="deadline">A timestamp after which no batch takes it.</param>
/// <param name="waiting">The span of its waiting; null where that is not recorded.</param>
internal sealed class QueuedRequest(RowsRequest request, long enqueuedAt, long deadline, Activity? waiting)
{
    private readonly TaskCompletionSource<RowsAnswer?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RowsRequest Request { get; } = request;

    public int Rows { get; } = request.Rows;

    public long EnqueuedAt { get; } = enqueuedAt;

    public long Deadline { get; } = deadline;

    public Activity? Waiting { get; } = waiting;

    /// <summary>Null where the request does not fit the model that its target names by now.</summary>
    public Task<RowsAnswer?> Answer => _answer.Task;

    public void Succeed(RowsAnswer? answer) => _answer.TrySetResult(answer);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
