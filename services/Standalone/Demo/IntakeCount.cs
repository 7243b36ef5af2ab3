namespace Lesion.Standalone.Demo;

/// <summary>What became of the files that were dropped.</summary>
/// <param name="Pending">Files that are neither prepared nor rejected yet.</param>
/// <param name="Images">Distinct images; files of the same bytes are one.</param>
/// <param name="Prepared">Images that are prepared.</param>
/// <param name="Rejected">Files in the quarantine.</param>
internal sealed record IntakeCount(int Pending, int Images, int Prepared, int Rejected)
{
    public static async Task<IntakeCount> TakeAsync(
        DemoClient api, IReadOnlyList<DroppedFile> dropped, CancellationToken cancellationToken)
    {
        var images = new HashSet<string>();
        var prepared = new HashSet<string>();
        await foreach (var image in api.ImagesAsync(onlyPrepared: false, cancellationToken))
        {
            images.Add(image.Id);
            if (image.Prepared || image.Rejected is not null)
            {
                prepared.Add(image.Id);
            }
        }

        var rejected = new HashSet<string>();
        await foreach (var rejection in api.RejectionsAsync(cancellationToken))
        {
            rejected.Add(rejection.DropKey);
        }

        // A label sheet is no image: it is read or rejected, and its reading shows in the labels.
        var pending = dropped.Count(file => !file.IsLabelSheet && !prepared.Contains(file.ImageId) && !rejected.Contains(file.Key));
        return new IntakeCount(pending, images.Count, prepared.Count, rejected.Count);
    }
}
