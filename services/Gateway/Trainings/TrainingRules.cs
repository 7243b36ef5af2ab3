using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lesion.Contracts;

namespace Lesion.Gateway.Trainings;

/// <summary>What may be asked of a training, and how trainings are called.</summary>
internal static partial class TrainingRules
{
    public const string DefaultPreset = "fast";

    public const int DefaultSeed = 1;

    private const double LongestBudgetMinutes = 7 * 24 * 60;

    public static IReadOnlyList<string> Presets { get; } = ["frozen", DefaultPreset, "best"];

    /// <summary>What is wrong with a request and what to do; null where nothing is.</summary>
    public static string? FaultOf(RetrainRequested asked)
    {
        if (asked.Preset is { } preset && !Presets.Contains(preset))
        {
            return $"There is no preset '{preset}': take one of {string.Join(", ", Presets)}, or leave it out for"
                + $" '{DefaultPreset}'.";
        }

        if (asked.Recipe is { ValueKind: not JsonValueKind.Object } recipe)
        {
            return $"'recipe' is a JSON {recipe.ValueKind.ToString().ToLowerInvariant()}, but a recipe is a JSON object, such"
                + " as the 'recipe' of a model's manifest.";
        }

        return asked.BudgetMinutes is { } minutes && !(minutes is > 0 and <= LongestBudgetMinutes)
            ? $"'budgetMinutes' is {minutes}: give more than 0 and at most {LongestBudgetMinutes} (a week)."
            : null;
    }

    /// <summary>Whether a name can be part of an object's key: letters, digits, and <c>- _ .</c> inside.</summary>
    public static bool IsTrainingId(string id) => TrainingId().IsMatch(id);

    /// <summary>Sorts by time; the same request gives the same name.</summary>
    public static string NewTrainingId(DateTimeOffset at, Guid request)
    {
        var digits = Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()).AsSpan(0, 4));
        return $"{at.UtcDateTime:yyyyMMdd'T'HHmmss}-{digits}";
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex TrainingId();
}
