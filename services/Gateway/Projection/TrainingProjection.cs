using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;

namespace Lesion.Gateway.Projection;

/// <summary>What requests, progress and outcomes say of trainings. An outcome is final, whatever comes after it.</summary>
internal static class TrainingProjection
{
    public static async Task ApplyAsync(CatalogContext catalog, TrainingRequest request)
    {
        var training = await TrainingAsync(catalog, request.TrainingId);
        training.RequestedAt = request.RequestedAt;
        training.Preset = request.Preset;
        training.Recipe = request.Recipe?.GetRawText();
        training.Seed = request.Seed;
        training.BudgetMinutes = request.BudgetMinutes;
        training.Positive = request.Positive;
    }

    public static async Task ApplyAsync(CatalogContext catalog, TrainingProgressed progressed)
    {
        Begun(await TrainingAsync(catalog, progressed.TrainingId));
        var json = JsonSerializer.Serialize(progressed, LesionJson.Options);
        var known = await catalog.Progress.FindAsync(progressed.TrainingId, progressed.Slice);
        if (known is null)
        {
            catalog.Progress.Add(new ProgressRow
            {
                TrainingId = progressed.TrainingId,
                Slice = progressed.Slice,
                At = progressed.At,
                Json = json,
            });
        }
        else if (progressed.At > known.At)
        {
            (known.At, known.Json) = (progressed.At, json);
        }
    }

    /// <summary>A worker has begun; found by its head in the object store.</summary>
    public static async Task ApplyAsync(CatalogContext catalog, TrainingHead head)
    {
        var training = await TrainingAsync(catalog, head.TrainingId);
        Begun(training);
        training.DatasetId ??= Path.GetFileNameWithoutExtension(head.Dataset.Key);
    }

    public static async Task ApplyAsync(CatalogContext catalog, TrainingOutcome outcome)
    {
        var training = await TrainingAsync(catalog, outcome.TrainingId);
        training.Status = outcome.Status;
        training.EndedAt = outcome.EndedAt;
        training.Version = outcome.Version;
        training.Message = outcome.Message;
    }

    public static async Task FrozenAsync(CatalogContext catalog, string trainingId, string datasetId) =>
        (await TrainingAsync(catalog, trainingId)).DatasetId = datasetId;

    private static void Begun(TrainingRow training)
    {
        if (training.Status is TrainingStatus.Requested)
        {
            training.Status = TrainingStatus.Running;
        }
    }

    private static async Task<TrainingRow> TrainingAsync(CatalogContext catalog, string trainingId)
    {
        var training = await catalog.Trainings.FindAsync(trainingId);
        if (training is null)
        {
            catalog.Trainings.Add(training = new TrainingRow { Id = trainingId });
        }

        return training;
    }
}
