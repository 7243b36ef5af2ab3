namespace Lesion.Training.Slices;

/// <summary>What became of a slice that was begun.</summary>
internal enum SliceOutcome
{
    /// <summary>The state of the next is stored, or the model is published.</summary>
    Done,

    /// <summary>Somebody asked for the training to end.</summary>
    Cancelled,

    /// <summary>The training cannot be done.</summary>
    Failed,

    /// <summary>Another worker took it over.</summary>
    Fenced,

    /// <summary>The store went away, or the worker is stopping: the slice is done again.</summary>
    Interrupted,
}
