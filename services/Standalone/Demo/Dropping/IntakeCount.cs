using Lesion.Contracts;

namespace Lesion.Standalone.Demo.Dropping;

/// <summary>What became of the files that were dropped.</summary>
/// <param name="Pending">Files that are neither prepared nor rejected yet.</param>
/// <param name="Images">Distinct images; files of the same bytes are one.</param>
/// <param name="Prepared">Images that are prepared.</param>
/// <param name="Rejected">Files in the quarantine.</param>
/// <param name="AwaitsSheet">A label sheet was dropped, was not rejected, and has labelled no image yet.</param>
internal sealed record IntakeCount(int Pending, int Images, int Prepared, int Rejected, bool AwaitsSheet)
{
    public static async Task<IntakeCount> TakeAsync(
        DemoClient api, IReadOnlyList<DroppedFile> dropped, CancellationToken cancellationToken)
    {
        HashSet<string> images = [], prepared = [], broken = [], rejected = [];
        var isLabelledBySheet = false;
        await foreach (var image in api.ImagesAsync(cancellationToken))
        {
            images.Add(image.Id);
            isLabelledBySheet |= image.LabelSource is LabelSource.Csv;
            if (image.Prepared)
            {
                prepared.Add(image.Id);
            }

            if (image.Rejected is not null)
            {
                broken.Add(image.Id);
            }
        }

        await foreach (var rejection in api.RejectionsAsync(cancellationToken))
        {
            rejected.Add(rejection.DropKey);
        }

        var open = dropped.Where(file => !rejected.Contains(file.Key)).ToList();
        return new IntakeCount(
            open.Count(file => !file.IsLabelSheet && !prepared.Contains(file.ImageId) && !broken.Contains(file.ImageId)),
            images.Count,
            prepared.Count,
            rejected.Count,
            AwaitsSheet: !isLabelledBySheet && open.Exists(file => file.IsLabelSheet));
    }
}
