using Lesion.Contracts;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights.Library;
using Lesion.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lesion.Training.Slices;

/// <summary>
/// The session that this worker ran last. Where the head still names the state that it left, it goes on without reading
/// anything; otherwise it is read from the object store. One slice at a time uses it.
/// </summary>
internal sealed partial class SessionHolder(
    IObjectStore store, IOptions<TrainingOptions> options, ILogger<SessionHolder> logger) : IAsyncDisposable
{
    private (string TrainingId, string? StateKey, TrainingSession Session)? _held;

    /// <exception cref="TrainingException">The training cannot be done.</exception>
    /// <exception cref="InvalidDataException">What the training needs is missing or damaged.</exception>
    public async Task<TrainingSession> TakeAsync(TrainingHead head, CancellationToken cancellationToken)
    {
        if (_held is { } held && held.TrainingId == head.TrainingId && held.StateKey is not null && held.StateKey == head.StateKey)
        {
            _held = (head.TrainingId, null, held.Session);
            return held.Session;
        }

        await ReleaseAsync();
        var session = await OpenAsync(head, cancellationToken);
        _held = (head.TrainingId, null, session);
        _ = await FetchWeightsAsync(session.Plan.Recipe, cancellationToken);
        return session;
    }

    /// <summary>Notes that the session stands where the state under the key does.</summary>
    public void Left(string stateKey)
    {
        if (_held is { } held)
            _held = held with { StateKey = stateKey };
    }

    public async Task ReleaseAsync()
    {
        var held = _held;
        _held = null;
        if (held is not null)
            await held.Value.Session.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await ReleaseAsync();

    private async Task<TrainingSession> OpenAsync(TrainingHead head, CancellationToken cancellationToken)
    {
        var dataset = await store.GetJsonAsync<DatasetManifest>(head.Dataset.Bucket, head.Dataset.Key, cancellationToken)
            ?? throw new InvalidDataException($"The dataset '{head.Dataset.Key}' is not in the object store. Train again.");
        var images = new StoredTrainingImages(store, dataset);
        var blobs = new StoredTrainingBlobs(store, head.TrainingId);
        if (head.StateKey is null)
            return TrainingSession.Start(await PlanAsync(head.TrainingId, images, cancellationToken), images, blobs);
        var state = await store.GetBytesAsync(Buckets.Models, head.StateKey, cancellationToken)
            ?? throw new InvalidDataException($"The state '{head.StateKey}' is not in the object store. Train again.");
        return TrainingSession.Resume(state, images, blobs);
    }

    private async Task<TrainingPlan> PlanAsync(string trainingId, ITrainingImages images, CancellationToken cancellationToken)
    {
        var key = Keys.TrainingRequest(trainingId);
        var request = await store.GetJsonAsync<TrainingRequest>(Buckets.Models, key, cancellationToken)
            ?? throw new InvalidDataException($"The request '{key}' is not in the object store. Train again.");
        var recipe = request.Recipe is { } json ? TrainingRecipe.Parse(json) : TrainingPresets.Named(request.Preset);
        recipe = await FetchWeightsAsync(recipe, cancellationToken);
        var plan = await TrainingPlanner.MakeAsync(
            images,
            recipe,
            new PlanOptions
            {
                Seed = request.Seed,
                Threads = options.Value.Threads,
                Device = options.Value.Device,
                BudgetMinutes = request.BudgetMinutes,
            },
            cancellationToken);
        if (plan.ExpectedMinutes > request.BudgetMinutes)
        {
            LogTooShort(trainingId, plan.ExpectedMinutes.Value, request.BudgetMinutes.Value);
        }

        return plan;
    }

    /// <summary>A message may name weights, not any file of this machine.</summary>
    private async Task<TrainingRecipe> FetchWeightsAsync(TrainingRecipe recipe, CancellationToken cancellationToken)
    {
        if (recipe.AllWeights.FirstOrDefault(weights => weights.IsFile && Path.GetFileName(weights.FileName) != weights.FileName) is { } weights)
        {
            throw new TrainingException(
                $"The recipe names its weights by a path, '{weights.FileName}'. Put the file into the folder that the training workers have in "
                + $"{WeightLibrary.FolderVariable}, and name it by its file's name.");
        }

        (recipe, var missing) = await RecipeWeights.EnsureAsync(recipe, WeightLibrary.Default, cancellationToken: cancellationToken);
        foreach (var reason in missing)
        {
            LogMissing(recipe.Trunks, reason);
        }

        return recipe;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Training {TrainingId}: the least that can be trained is expected to take {Minutes:0} minutes, more than the budget of {Budget}.")]
    private partial void LogTooShort(string trainingId, double minutes, double budget);

    [LoggerMessage(LogLevel.Warning, "Training goes on with {Trunks} alone. {Reason}")]
    private partial void LogMissing(string trunks, string reason);
}
