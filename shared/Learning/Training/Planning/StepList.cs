using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Planning;

/// <summary>Every step of a training in order. Which of them turn out not to be needed is known only when they are due.</summary>
internal static class StepList
{
    public static IEnumerable<TrainingStep> Of(TrainingLayout layout)
    {
        IEnumerable<TrainingStep> steps = Count(layout.FeatureParts, part => new(StepKind.Features, Part: part));
        if (layout.Recipe.Probe is not null)
        {
            steps = steps
                .Concat(layout.Folds.Select(fold => new TrainingStep(StepKind.Probe, Member.WithoutFold(fold))))
                .Append(new TrainingStep(StepKind.ChooseProbe));
        }

        return layout.TrainPhases.Count == 0
            ? steps
            : steps.Concat(Search(layout)).Concat(CrossValidation(layout)).Concat(Evaluation(layout));
    }

    private static IEnumerable<TrainingStep> Search(TrainingLayout layout)
    {
        if (layout.Recipe.Search is not { } search)
            return [];
        var range = search.RateRange is not { } test
            ? []
            : Count(RangeTestParts(test.Steps), part => new(StepKind.RangeTest, Member.RangeTest, Part: part))
                .Append(new TrainingStep(StepKind.ChooseRate, Member.RangeTest));
        return range
            .Concat(Enumerable.Range(0, layout.Trials.Count).SelectMany(number => Training(layout, Member.Trial(number))))
            .Append(new TrainingStep(StepKind.ChooseTrial));
    }

    private static IEnumerable<TrainingStep> CrossValidation(TrainingLayout layout)
    {
        var steps = layout.TriedFolds
            .SelectMany(fold => Training(layout, Member.WithoutFold(fold)))
            .Append(new TrainingStep(StepKind.Choose));
        return layout.Recipe.CrossValidation.Final switch
        {
            FinalModel.Refit => steps.Concat(Training(layout, Member.All)),
            FinalModel.Soup => steps.Append(new TrainingStep(StepKind.Average, Member.All)),
            _ => steps,
        };
    }

    private static IEnumerable<TrainingStep> Training(TrainingLayout layout, Member member)
    {
        for (var phase = 0; phase < layout.PhasesOf(member); phase++)
        {
            for (var epoch = 1; epoch <= layout.EpochsOf(member, phase); epoch++)
            {
                for (var part = 0; part < layout.PartsOfEpoch(member, phase); part++)
                    yield return new TrainingStep(StepKind.Train, member, phase, epoch, part);
                for (var part = 0; part < layout.KeptOutParts(member, phase); part++)
                    yield return new TrainingStep(StepKind.Validate, member, phase, epoch, part);
            }

            yield return new TrainingStep(StepKind.EndPhase, member, phase);
        }
    }

    private static IEnumerable<TrainingStep> Evaluation(TrainingLayout layout) => layout.FinalMembers
        .SelectMany(member => Count(layout.HeldOutParts, part => new TrainingStep(StepKind.Evaluate, member, Part: part)));

    /// <summary>Batches of the range test in one step.</summary>
    public const int RangeTestBatches = 4;

    private static int RangeTestParts(int batches) => (batches + RangeTestBatches - 1) / RangeTestBatches;

    private static IEnumerable<TrainingStep> Count(int parts, Func<int, TrainingStep> step) => Enumerable.Range(0, parts).Select(step);
}
