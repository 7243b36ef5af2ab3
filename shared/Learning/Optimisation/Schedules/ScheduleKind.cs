namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>As it is.</summary>
    Constant,

    /// <summary>Half a cosine down (Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts).</summary>
    Cosine,

    /// <summary>Down by a factor every few epochs.</summary>
    Step,

    /// <summary>Down by a factor where the mean training loss has not fallen for some epochs: a refit keeps no images out.</summary>
    Plateau,
}
