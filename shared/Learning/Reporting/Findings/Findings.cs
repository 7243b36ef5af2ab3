using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>Says in plain words what a report's figures mean: where one stands, why, and what would change it.</summary>
internal static class Findings
{
    /// <summary>Below so many images of a class its figures are too uncertain to act on.</summary>
    private const int Few = 50;

    private static readonly double[] Prevalences = [0.02, 0.1];

    public static IReadOnlyList<string> Of(ModelManifest manifest, TrainingDetails details) =>
    [
        .. Standing(manifest, details),
        .. Generalisation(manifest),
        .. Errors(manifest, details),
        .. Referral(manifest, details),
        .. Prevalence(manifest),
        .. Calibration(manifest, details),
        .. TrainingFindings.Of(details),
        .. LeftOut(manifest),
    ];

    public static string Percent(double share) => share is > 0 and < 0.01 or < 1 and > 0.99
        ? $"{share:0.0 %}"
        : $"{share:0 %}";

    private static IEnumerable<string> Standing(ModelManifest manifest, TrainingDetails details)
    {
        var metrics = manifest.HeldOut;
        var rarest = details.HeldOut.Classes.MinBy(figures => figures.Images)!;
        yield return manifest.Positive is { } positive
            ? $"On {metrics.N} images that no choice was made by, the AUC is {metrics.Auc:f3}: shown one image of '{positive}' and one of '{Other(manifest)}', the model gives the first the higher probability in {Percent(metrics.Auc)} of cases."
            : $"On {metrics.N} images that no choice was made by, the mean AUC of one class against the rest is {metrics.Auc:f3}.";
        if (!metrics.Intervals.TryGetValue("auc", out var interval))
            yield break;
        yield return interval[0] == interval[1]
            ? $"Among these images not one pair is in the wrong order, so that the bootstrap gives no range. That does not make the model perfect: with {rarest.Images} images of '{rarest.Class}', {Unseen(rarest.Images)}."
            : $"On all images of this kind it may well be anything from {interval[0]:f3} to {interval[1]:f3}. That range is {interval[1] - interval[0]:f3} wide because the held-out images are few ({rarest.Images} of '{rarest.Class}'); four times as many would halve it. Two models whose AUCs differ by less cannot be told apart by this set, unless they are compared image by image.";
        if (rarest.Images < Few)
            yield return $"With only {rarest.Images} held-out images of '{rarest.Class}', one image more or less that is decided rightly moves its sensitivity by {Percent(1.0 / rarest.Images)}: read every figure here as a rough one, and hold out more.";
    }

    private static IEnumerable<string> Generalisation(ModelManifest manifest)
    {
        var crossValidated = manifest.CrossValidated;
        if (!manifest.HeldOut.Intervals.TryGetValue("auc", out var heldOut) || !crossValidated.Intervals.TryGetValue("auc", out var outOfFold))
            yield break;
        yield return outOfFold[0] > heldOut[1]
            ? $"Out of fold the AUC was {crossValidated.Auc:f3}, clearly more than on the held-out images: they may differ from the training images (another camera, another clinic, harder cases), or the choices fitted the training images too closely."
            : outOfFold[1] < heldOut[0]
                ? $"Out of fold the AUC was {crossValidated.Auc:f3}, clearly less than on the held-out images: they seem to be easier than the training images."
                : $"Out of fold, on the training images, the AUC was {crossValidated.Auc:f3}. The two agree within chance, so that nothing speaks for choices that fitted the training images too closely.";
    }

    private static IEnumerable<string> Errors(ModelManifest manifest, TrainingDetails details)
    {
        var missed = details.HeldOut.Classes.OrderBy(figures => figures.Sensitivity).ToList();
        var (worst, best) = (missed[0], missed[^1]);
        if (worst.Sensitivity == 1)
        {
            yield return $"Every one of the {manifest.HeldOut.N} held-out images is decided rightly. That is more often a sign of an easy or leaking set than of a perfect model: check how the images were come by.";
            yield break;
        }

        var apart = worst.Intervals.TryGetValue("sensitivity", out var low) && best.Intervals.TryGetValue("sensitivity", out var high) && low[1] < high[0];
        yield return apart
            ? $"'{worst.Class}' is missed most: {Percent(1 - worst.Sensitivity)} of its {worst.Images} images, '{best.Class}' {Percent(1 - best.Sensitivity)} of {best.Images}."
            : $"No class is clearly missed more than another: '{worst.Class}' in {Percent(1 - worst.Sensitivity)} of its images, '{best.Class}' in {Percent(1 - best.Sensitivity)}, which chance alone may explain.";
    }

    private static IEnumerable<string> Referral(ModelManifest manifest, TrainingDetails details)
    {
        var referred = details.HeldOut.Classes.Sum(figures => figures.Referred);
        if (referred == 0)
            yield break;
        var share = (double)referred / manifest.HeldOut.N;
        yield return details.HeldOut.AccuracyUnreferred is { } accuracy
            ? $"The model refers {Percent(share)} of the images to a person. Of the others it decides {Percent(accuracy)} rightly, of all {Percent(manifest.HeldOut.Accuracy)}."
            : $"The model refers every image to a person: no probability lies outside its refer band.";
    }

    /// <summary>By Bayes' rule.</summary>
    private static IEnumerable<string> Prevalence(ModelManifest manifest)
    {
        if (manifest.Positive is not { } positive)
            yield break;
        var (sensitivity, falseAlarms) = (manifest.HeldOut.Sensitivity, 1 - manifest.HeldOut.Specificity);
        var positives = manifest.HeldOut.ConfusionMatrix[manifest.Classes.ToList().IndexOf(positive)].Sum();
        var negatives = manifest.HeldOut.N - positives;
        var here = $"{Percent((double)positives / manifest.HeldOut.N)} of these images are '{positive}'.";
        if (falseAlarms == 0)
        {
            yield return $"{here} No false alarm was seen, but with {negatives} images of '{Other(manifest)}' {Unseen(negatives)}. Where '{positive}' is rare, most answers of it may still be wrong.";
            yield break;
        }

        var shares = Prevalences.Select(prevalence =>
            $"{Percent(sensitivity * prevalence / (sensitivity * prevalence + falseAlarms * (1 - prevalence)))} of cases where {Percent(prevalence)} of images are so");
        yield return $"{here} With the same sensitivity and specificity, an answer of '{positive}' would be right in {string.Join(", and in ", shares)}. Accuracy and average precision change with that share as well; AUC, sensitivity and specificity need not.";
    }

    /// <summary>The rule of three (Hanley and Lippman-Hand, JAMA 249, 1983): what was not seen in n cases may happen in 3 of n.</summary>
    private static string Unseen(int images) =>
        $"a fault of up to {Percent(Math.Min(1, 3.0 / images))} of them may have gone unseen";

    private static IEnumerable<string> Calibration(ModelManifest manifest, TrainingDetails details)
    {
        const double Noticeable = 0.02;
        var gap = details.HeldOut.Reliability.Sum(bin => bin.Images * (bin.Confidence - bin.Right)) / manifest.HeldOut.N;
        yield return gap > Noticeable
            ? $"The probabilities are too sure by {Percent(gap)} on average: read them as an order, not as chances."
            : gap < -Noticeable
                ? $"The probabilities are too cautious by {Percent(-gap)} on average: the model is right more often than it says."
                : $"The probabilities are about as sure as they are right (within {Percent(Math.Max(0.001, Math.Abs(gap)))} on average), for images of this kind and these shares.";
    }

    private static IEnumerable<string> LeftOut(ModelManifest manifest)
    {
        if (manifest.LeftOut.Count == 0)
            yield break;
        var reasons = manifest.LeftOut.CountBy(image => image.Reason).OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Value} {reason.Key}");
        yield return $"Left out {(manifest.LeftOut.Count == 1 ? "is one image" : $"are {manifest.LeftOut.Count} images")}, by reason: {string.Join(", ", reasons)}.";
    }

    private static string Other(ModelManifest manifest) => manifest.Classes.First(name => name != manifest.Positive);
}
