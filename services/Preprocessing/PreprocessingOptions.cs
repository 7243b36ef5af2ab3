using System.ComponentModel.DataAnnotations;

namespace Lesion.Preprocessing;

/// <summary>Section <c>Lesion:Preprocessing</c>.</summary>
public sealed class PreprocessingOptions
{
    public const string Section = "Lesion:Preprocessing";

    /// <summary>How often images are looked for that no message led to. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many augmented views of every image are made ahead. Default 0: none, as no preset trains on them, and Training
    /// makes those that a recipe asks for and that are not there.
    /// </summary>
    [Range(0, 64)]
    public int Views { get; set; }
}
