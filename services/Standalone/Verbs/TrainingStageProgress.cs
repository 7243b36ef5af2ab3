using Lesion.Learning.Training;
using Lesion.Standalone.Terminal;

namespace Lesion.Standalone.Verbs;

/// <summary>Shows the steps of a training.</summary>
internal sealed class TrainingStageProgress(IStage stage) : IProgress<TrainingStepDone>
{
    public void Report(TrainingStepDone value) => stage.Report(value.StepsDone, value.Steps, value.Message);
}
