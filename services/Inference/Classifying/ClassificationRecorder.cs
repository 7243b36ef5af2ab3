using Lesion.Contracts;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Keeps answers in the store; whoever gave one says so afterwards.</summary>
internal sealed class ClassificationRecorder(IObjectStore store, IOptions<ClassificationOptions> options)
{
    /// <summary>Where pictures that came by HTTP are kept, in <see cref="Buckets.Requests"/>.</summary>
    private const string KeptImages = "classified/";

    public Task RecordAsync(ImageClassified answer, CancellationToken cancellationToken) =>
        store.PutJsonAsync(
            Buckets.Models,
            Keys.Classification(answer.ClassifiedAt, answer.RequestId),
            answer,
            cancellationToken: cancellationToken);

    /// <summary>Keeps a picture that is nowhere in the store, where the option says so.</summary>
    public async Task KeepAsync(string imageId, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (options.Value.KeepImages)
        {
            await store.TryPutAsync(Buckets.Requests, KeptImages + imageId, image, cancellationToken: cancellationToken);
        }
    }
}
