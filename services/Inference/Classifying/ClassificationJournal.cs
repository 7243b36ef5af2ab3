using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;

namespace Lesion.Inference.Classifying;

/// <summary>Makes answers by HTTP known, whichever way they were asked for: object first, then event.</summary>
internal sealed class ClassificationJournal(
    KeptImages kept, ClassificationRecorder recorder, Announcer announcer, Shadowing shadowing, TimeProvider time)
{
    /// <summary>The same, and keeps the picture where the option says so.</summary>
    /// <inheritdoc cref="EnterAsync" path="/param"/>
    public async Task KeepAndEnterAsync(ReadOnlyMemory<byte> image, Classification classification, CancellationToken cancellationToken)
    {
        await kept.KeepAsync(classification.ImageId, image, cancellationToken);
        await EnterAsync(image, classification, cancellationToken);
    }

    /// <param name="image">The picture.</param>
    /// <param name="classification">Its activation map is not recorded.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task EnterAsync(ReadOnlyMemory<byte> image, Classification classification, CancellationToken cancellationToken)
    {
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
