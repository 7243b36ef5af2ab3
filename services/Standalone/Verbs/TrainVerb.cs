using Lesion.Evaluation.Datasets;
using Lesion.Evaluation.Folders;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights.Library;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Terminal;
using Lesion.Storage.Labels;

namespace Lesion.Standalone.Verbs;

/// <summary><c>lesion train</c>.</summary>
internal static class TrainVerb
{
    private const int MostLeaksTold = 10;

    /// <summary>What <c>--preset</c> takes.</summary>
    public static string[] Presets { get; } = [.. TrainingPresets.Names];

    /// <exception cref="CommandFailedException">The images or the recipe are of no use; the message says what to do.</exception>
    public static async Task<int> RunAsync(TrainOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var asked = await ReadRecipeAsync(options, cancellationToken);
            var files = FindFiles(options);
            var screen = new Screen();
            var model = await screen.ShowAsync(board => TrainAsync(options, asked, files, board, cancellationToken));
            await ModelFolder.WriteAsync(options.Out, model.LicensedAs(options.Licence), cancellationToken);
            var images = $"held-out images ({model.Manifest.HeldOutSplit.ToString().ToLowerInvariant()})";
            MetricsTable.Write(screen.Output, model.Manifest.HeldOut, images);
            if (model.Manifest.Validation is { } validation)
            {
                MetricsTable.Write(screen.Output, validation, "validation images");
            }

            Console.WriteLine($"{ModelFolder.ModelFile(options.Out)}; more in {ModelFolder.ReportFile(options.Out)}");
            Console.WriteLine(Disclaimer.Text);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is DatasetException or TrainingException or BadLabelSheetException
            or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
    }

    private static async Task<RecipeFile> ReadRecipeAsync(TrainOptions options, CancellationToken cancellationToken)
    {
        var file = options.Recipe is { } path
            ? await RecipeFile.ReadAsync(path, cancellationToken)
            : new RecipeFile(TrainingPresets.Named(options.Preset ?? TrainingPresets.FastName), null, null);
        var recipe = file.Recipe;
        if (options.Weights is { } weights)
        {
            recipe = recipe.WithWeights(weights);
        }

        if (options.Head is { } head)
        {
            recipe = recipe.WithHead(head);
        }

        return file with { Recipe = options.Epochs is { } epochs ? recipe.WithEpochs(epochs) : recipe };
    }

    private static List<FolderImage> FindFiles(TrainOptions options)
    {
        var files = ImageFolder.Find(options.Images).ToList();
        if (options.Val is { } val)
        {
            files.AddRange(ImageFolder.Find(val).Select(file => file with { Split = file.Split ?? Contracts.Split.Val }));
        }

        return files.Count > 0
            ? files
            : throw new CommandFailedException(
                $"There are no files in '{options.Images}'. Put images into '{options.Images}/<label>/', a folder for each label.");
    }

    private static async Task<TrainedModel> TrainAsync(
        TrainOptions options,
        RecipeFile asked,
        List<FolderImage> files,
        IStageBoard board,
        CancellationToken cancellationToken)
    {
        var dataset = await ReadAsync(files, options.Positive, board, cancellationToken);
        var fetching = new DownloadStage(board);
        var (recipe, missing) = await RecipeWeights.EnsureAsync(asked.Recipe, WeightLibrary.Default, fetching, cancellationToken);
        fetching.Complete();
        foreach (var reason in missing)
        {
            await Console.Error.WriteLineAsync($"Training goes on with {recipe.Trunks} alone. {reason}");
        }

        var stage = board.Begin("Training");
        var images = new FileTrainingImages(dataset.Manifest, dataset.Paths);
        var plan = await TrainingPlanner.MakeAsync(
            images,
            recipe,
            new PlanOptions
            {
                Seed = options.Seed ?? asked.Seed ?? 1,
                Threads = options.Threads ?? asked.Threads ?? 0,
                Device = options.Device,
                BudgetMinutes = options.BudgetMinutes,
            },
            cancellationToken);
        if (plan.ExpectedMinutes > options.BudgetMinutes)
        {
            await Console.Error.WriteLineAsync(
                $"The least that can be trained is expected to take {plan.ExpectedMinutes:0} minutes on this machine, more than the budget.");
        }

        await using var session = TrainingSession.Start(
            plan, images, new MemoryTrainingBlobs(), new TrainingStageProgress(stage));
        await session.RunAsync(cancellationToken: cancellationToken);
        var model = await session.BuildAsync(cancellationToken);
        stage.Complete(model.Details.Outcome);
        return model with { Manifest = model.Manifest with { CreatedAt = TimeProvider.System.GetUtcNow() } };
    }

    private static async Task<FolderDataset> ReadAsync(
        List<FolderImage> files, string? positive, IStageBoard board, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Reading images");
        var dataset = await FolderDataset.ReadAsync(files, positive, new StageProgress(stage, files.Count), cancellationToken);
        var leftOut = dataset.Manifest.LeftOut.CountBy(image => image.Reason).Select(reason => $"{reason.Value} {LeftOutReasons.InWords(reason.Key)}").ToList();
        stage.Complete(
            $"{dataset.Manifest.Images.Count} images" + (leftOut.Count == 0 ? "" : $", left out: {string.Join(", ", leftOut)}"));
        foreach (var file in dataset.Unusable)
        {
            await Console.Error.WriteLineAsync($"Left out: '{file.Name}': {file.Problem}");
        }

        await TellLeaksAsync(dataset);
        return dataset;
    }

    /// <summary>Training images that show what a held-out image shows.</summary>
    private static async Task TellLeaksAsync(FolderDataset dataset)
    {
        var leaks = dataset.Manifest.LeftOut.Where(image => image.InFavourOf is not null).ToList();
        foreach (var leak in leaks.Take(MostLeaksTold))
        {
            await Console.Error.WriteLineAsync(
                $"Left out of training: '{dataset.Paths[leak.Image]}', of one patient, lesion or picture with '{dataset.Paths[leak.InFavourOf!]}'.");
        }

        if (leaks.Count > MostLeaksTold)
        {
            await Console.Error.WriteLineAsync($"…and {leaks.Count - MostLeaksTold} more; 'leftOut' in manifest.json has all.");
        }
    }
}
