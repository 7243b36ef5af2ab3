using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Inference.Classifying;

/// <summary>Keeps answers in the store; whoever gave one says so afterwards.</summary>
internal sealed class ClassificationRecorder(IObjectStore store)
{
    /// <summary>A request that is delivered again, since nobody saw the end of its delivery, keeps its first answer.</summary>
    /// <returns>The answer that stays.</returns>
    public async Task<ImageClassified> RecordAsync(ImageClassified answer, CancellationToken cancellationToken)
    {
        var key = Keys.Classification(answer.ClassifiedAt, answer.RequestId);
        if (!await store.TryPutJsonAsync(Buckets.Models, key, answer, cancellationToken))
        {
            var earlier = await store.GetJsonAsync<ImageClassified>(Buckets.Models, key, cancellationToken);
            if (earlier is not null && IsOfSameRequest(earlier, answer))
                answer = earlier;
            else
                await store.PutJsonAsync(Buckets.Models, key, answer, cancellationToken: cancellationToken);
        }

        return answer;
    }

    /// <summary>Puts an answer in the place of the one to the same request.</summary>
    public Task ReplaceAsync(ImageClassified answer, CancellationToken cancellationToken) => store.PutJsonAsync(
        Buckets.Models, Keys.Classification(answer.ClassifiedAt, answer.RequestId), answer, cancellationToken: cancellationToken);

    /// <summary>An asker may take the same id for another image, or ask again after an error.</summary>
    private static bool IsOfSameRequest(ImageClassified one, ImageClassified other) =>
        one.Classification?.ImageId == other.Classification?.ImageId && one.Error?.Code == other.Error?.Code;
}
