using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Learning.Training.Recipe;

namespace Lesion.Learning.Training.Images;

/// <summary>Reads several images at once, and tells the broken from the sound.</summary>
internal sealed class PixelReader(ITrainingImages images, TrainingRecipe recipe)
{
    public const string Unreadable = "unreadable";
    public const string Missing = "missing";

    /// <summary>In the order asked for; those left out are missing from the first list and named in the second.</summary>
    public async Task<PixelBatch> ReadAsync(
        IReadOnlyList<DatasetImage> wanted, bool withViews, CancellationToken cancellationToken)
    {
        var read = new TrainingPixels?[wanted.Count];
        var reasons = new string?[wanted.Count];
        await Parallel.ForAsync(0, wanted.Count, cancellationToken, async (i, token) =>
        {
            try
            {
                read[i] = await images.ReadAsync(wanted[i], recipe.Input, withViews ? recipe.Views : null, token);
            }
            catch (BadImageException)
            {
                reasons[i] = Unreadable;
            }
            catch (FileNotFoundException)
            {
                reasons[i] = Missing;
            }
        });
        var sound = Enumerable.Range(0, wanted.Count).Where(i => read[i] is not null).ToList();
        return new PixelBatch(
            [.. sound.Select(i => wanted[i])],
            [.. sound.Select(i => read[i]!)],
            [.. Enumerable.Range(0, wanted.Count)
                .Where(i => reasons[i] is not null)
                .Select(i => new LeftOutImage { Image = wanted[i].ImageId, Reason = reasons[i]! })]);
    }

    /// <summary>Images that could be read before, without views.</summary>
    /// <exception cref="TrainingException">One cannot be read any more.</exception>
    public async Task<IReadOnlyList<TrainingPixels>> ReadAllAsync(IReadOnlyList<DatasetImage> wanted, CancellationToken cancellationToken)
    {
        var batch = await ReadAsync(wanted, withViews: false, cancellationToken);
        return batch.LeftOut.Count == 0
            ? batch.Pixels
            : throw new TrainingException(
                $"Image '{batch.LeftOut[0].Image}' could be read when the training began and is {batch.LeftOut[0].Reason} now. Train again.");
    }
}
