namespace Lesion.Learning.Training.State;

internal enum StepKind
{
    /// <summary>The frozen trunk's features of a chunk of images.</summary>
    Features,

    /// <summary>Fits the probe without one fold, for every penalty, and predicts that fold.</summary>
    Probe,

    /// <summary>Chooses the penalty and fits the probe on all training images.</summary>
    ChooseProbe,

    /// <summary>Fine-tunes on some batches of one epoch.</summary>
    FineTune,

    /// <summary>Predicts the fold that is kept out with the weights after an epoch.</summary>
    Validate,

    /// <summary>Chooses the number of epochs, or the probe.</summary>
    ChooseEpoch,

    /// <summary>Predicts a chunk of held-out images with the fine-tuned network.</summary>
    Evaluate,
}
