namespace Lesion.Learning.Training.Planning;

/// <summary>One step of a plan: some seconds of work, between which a training can be stopped and taken up elsewhere.</summary>
/// <param name="Member">Whose training it belongs to.</param>
/// <param name="Phase">Place among the phases that train by gradient, from 0.</param>
/// <param name="Epoch">Of the phase, from 1.</param>
/// <param name="Part">Which chunk of images, from 0.</param>
internal readonly record struct TrainingStep(StepKind Kind, Member Member = default, int Phase = 0, int Epoch = 0, int Part = 0);
