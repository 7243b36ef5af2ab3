using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;

namespace Lesion.Inference.Classifying;

/// <summary>Makes answers by HTTP known, whichever way they were asked for: object first, then event.</summary>
internal sealed class ClassificationJournal(ClassificationRecorder recorder, Announcer announcer, Shadowing shadowing, TimeProvider time)
{
    /// <param name="image">The picture, which is kept where the option says so.</param>
    /// <param name="classification">Its activation map is not recorded.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task EnterAsync(ReadOnlyMemory<byte> image, Classification classification, CancellationToken cancellationToken)
    {
        await recorder.KeepAsync(classification.ImageId, image, cancellationToken);
        var answer = new ImageClassified
        {
            RequestId = Guid.CreateVersion7(time.GetUtcNow()).ToString("n"),
            ClassifiedAt = time.GetUtcNow(),
            Classification = classification with { ActivationMap = null },
        };
        await recorder.RecordAsync(answer, cancellationToken);
        await announcer.AnnounceAsync(answer);
        shadowing.Offer(answer, image);
    }
}
