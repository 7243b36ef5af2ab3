using Lesion.Imaging;
using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Augmentation;

/// <summary>Which two images of a batch are mixed, and in which shares.</summary>
/// <param name="Partners">[N]: the other image of each.</param>
/// <param name="Shares">[N], in [0, 1]: each image's own share.</param>
internal sealed record MixupDraw(IReadOnlyList<int> Partners, IReadOnlyList<double> Shares)
{
    /// <summary>With mixup off every image keeps to itself.</summary>
    /// <param name="random">Made for this batch alone, so that a training that was cut goes on with the same.</param>
    /// <param name="images">In the batch.</param>
    public static MixupDraw Draw(AugmentationRecipe recipe, SeededRandom random, int images)
    {
        var partners = Enumerable.Range(0, images).ToArray();
        if (recipe.Mixup == 0)
            return new MixupDraw(partners, [.. partners.Select(_ => 1.0)]);
        random.Shuffle<int>(partners);
        return new MixupDraw(partners, [.. partners.Select(_ => BetaDistribution.Draw(random, recipe.Mixup))]);
    }

    /// <summary>λ · own + (1 − λ) · partner, of images and of targets.</summary>
    /// <param name="images">uint8 or float32 [N, …].</param>
    /// <param name="targets">float32 [N, K].</param>
    /// <returns>float32 where anything is mixed, else as they were; the caller's dispose scope owns them.</returns>
    public (Tensor Images, Tensor Targets) Apply(Tensor images, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        if (Shares.All(share => share == 1))
            return (images.alias().MoveToOuterDisposeScope(), targets.alias().MoveToOuterDisposeScope());
        var partners = NativeTensor.Of(Partners.Select(partner => (long)partner).ToArray(), images.device);
        var shares = NativeTensor.Of(Shares.Select(share => (float)share).ToArray(), images.device);
        Tensor Mixed(Tensor own)
        {
            var numbers = own.to(ScalarType.Float32);
            var share = shares.reshape([own.shape[0], .. Enumerable.Repeat(1L, (int)own.dim() - 1)]);
            return (numbers * share).Add(numbers.index_select(0, partners) * share.SubFrom(1)).MoveToOuterDisposeScope();
        }

        return (Mixed(images), Mixed(targets));
    }
}
