using System.ComponentModel.DataAnnotations;
using Lesion.Learning.Optimisation.Devices;

namespace Lesion.Training;

/// <summary>How this worker trains, section <c>Lesion:Training</c>. None of it changes what is trained.</summary>
public sealed class TrainingOptions
{
    public const string Section = "Lesion:Training";

    /// <summary>
    /// A slice ends at the first step's end after this time, or after twenty times as long as its last state took to be
    /// stored, so that a large state costs little. Default 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SliceDuration { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A slice ends after so many steps at the latest. Default: as many as fit into its time.</summary>
    [Range(1, int.MaxValue)]
    public int StepsASlice { get; set; } = int.MaxValue;

    /// <summary>A worker that has not renewed its lease for so long counts as dead. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often trainings are looked for that nobody works on. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Threads of torch for trainings that begin here; 0 (the default) takes as many as there are processors.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Under which terms the models that are published here may be used, for their cards. Default: nothing is said.</summary>
    public string? Licence { get; set; }

    /// <summary>Where trainings that begin here compute: auto (the default) takes a GPU where there is one.</summary>
    public TrainingDevice Device { get; set; }
}
