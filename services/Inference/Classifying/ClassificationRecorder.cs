using Lesion.Contracts;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Makes an answer known: first the object in the store, then the event.</summary>
internal sealed class ClassificationRecorder(IObjectStore store, IOptions<ClassificationOptions> options)
{
    /// <summary>Where pictures that came by HTTP are kept, in <see cref="Buckets.Requests"/>.</summary>
    private const string KeptImages = "classified/";

    public async Task RecordAsync(ImageClassified answer, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var key = Keys.Classification(answer.ClassifiedAt, answer.RequestId);
        await store.PutJsonAsync(Buckets.Models, key, answer, cancellationToken: cancellationToken);
        await bus.Publish(answer, cancellationToken);
    }

    /// <summary>Keeps a picture that is nowhere in the store, where the option says so.</summary>
    public async Task KeepAsync(string imageId, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (options.Value.KeepImages)
        {
            await store.TryPutAsync(Buckets.Requests, KeptImages + imageId, image, cancellationToken: cancellationToken);
        }
    }
}
