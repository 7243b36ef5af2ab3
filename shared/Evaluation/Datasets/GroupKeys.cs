namespace Lesion.Evaluation.Datasets;

/// <summary>
/// Keys that images of one group share. Lesions are numbered within a patient, so that a lesion's name alone joins only
/// images that name no patient; an image that names its patient is joined to all images of that patient.
/// </summary>
public static class GroupKeys
{
    /// <summary>Keys from what is known of an image; blank values count as absent.</summary>
    public static IEnumerable<string> Of(string? patientId, string? lesionId, string? group)
    {
        if (!string.IsNullOrWhiteSpace(patientId))
            yield return $"patient:{patientId.Trim()}";
        if (!string.IsNullOrWhiteSpace(lesionId))
            yield return $"lesion:{patientId?.Trim()}/{lesionId.Trim()}";
        if (!string.IsNullOrWhiteSpace(group))
            yield return $"group:{group.Trim()}";
    }
}
