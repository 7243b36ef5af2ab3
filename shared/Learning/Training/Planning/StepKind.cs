namespace Lesion.Learning.Training.Planning;

internal enum StepKind
{
    /// <summary>The frozen trunk's features of a chunk of images.</summary>
    Features,

    /// <summary>Fits the probe without one fold, for every penalty, and predicts that fold.</summary>
    Probe,

    /// <summary>Chooses the penalty and fits the probe on all training images.</summary>
    ChooseProbe,

    /// <summary>Some batches of the learning-rate range test.</summary>
    RangeTest,

    /// <summary>Reads the rate off the range test.</summary>
    ChooseRate,

    /// <summary>Trains a member on some batches of one epoch of a phase.</summary>
    Train,

    /// <summary>Predicts a chunk of the images that the member was not trained on.</summary>
    Validate,

    /// <summary>Ends a member's phase: its averaged or best weights are those that the next goes on from, or that are kept.</summary>
    EndPhase,

    /// <summary>Chooses rate and batch size among the trials.</summary>
    ChooseTrial,

    /// <summary>Chooses the number of epochs, or the probe.</summary>
    Choose,

    /// <summary>Averages the members' weights into one network.</summary>
    Average,

    /// <summary>Predicts a chunk of held-out images with one network of the final model.</summary>
    Evaluate,
}
