using System.Text.Json;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Recipe;
using Lesion.Standalone.CommandLine;

namespace Lesion.Standalone.Verbs;

/// <summary>What a file says to train by: a recipe alone, or the manifest of a model, which has what fixes the model too.</summary>
/// <param name="Seed">The manifest's; null where the file is a recipe.</param>
/// <param name="Threads">Likewise.</param>
internal sealed record RecipeFile(TrainingRecipe Recipe, int? Seed, int? Threads)
{
    /// <exception cref="CommandFailedException">The file is no JSON.</exception>
    /// <exception cref="TrainingException">The JSON is no recipe.</exception>
    public static async Task<RecipeFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
            var root = json.RootElement;
            return root.ValueKind is JsonValueKind.Object && root.TryGetProperty("recipe", out var recipe)
                ? new RecipeFile(TrainingRecipe.Parse(recipe), Number(root, "seed", least: 0), Number(root, "threads", least: 1))
                : new RecipeFile(TrainingRecipe.Parse(root), null, null);
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"--recipe: '{path}' is no JSON: {exception.Message}", exception);
        }
    }

    private static int? Number(JsonElement manifest, string name, int least) =>
        manifest.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least
            ? number
            : null;
}
