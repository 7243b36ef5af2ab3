namespace Lesion.Learning.Training.State;

/// <summary>One step of a plan: some seconds of work, between which a training can be stopped and taken up elsewhere.</summary>
/// <param name="Fold">The fold that is kept out; <see cref="AllFolds"/> where none is.</param>
/// <param name="Epoch">Of fine-tuning, from 1.</param>
/// <param name="Part">Which chunk of images, from 0.</param>
internal readonly record struct TrainingStep(StepKind Kind, int Fold = TrainingStep.AllFolds, int Epoch = 0, int Part = 0)
{
    public const int AllFolds = -1;
}
