using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Augmentation;

/// <summary>
/// Changes images on the device they lie on, by parameters that were drawn on the CPU. Images are
/// [N, S, S, 3] in red, green, blue from 0 to 255, in and out: the channels stay last in memory, as the CPU's convolutions
/// and the network's input want them.
/// </summary>
internal sealed class Augmenter(AugmentationRecipe recipe)
{
    private static readonly float[] Luminance = [0.299f, 0.587f, 0.114f]; // of red, green, blue

    /// <param name="images">uint8 [N, S, S, 3].</param>
    /// <param name="changes">[N].</param>
    /// <returns>uint8 where pixels are moved at most, else float32; the caller's dispose scope owns it.</returns>
    public Tensor Apply(Tensor images, IReadOnlyList<ImageChange> changes)
    {
        if (changes.Count != images.shape[0])
            throw new ArgumentException($"{changes.Count} changes are given for {images.shape[0]} images.", nameof(changes));
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var result = images.alias();
        if (recipe.Orientations)
            result = Oriented(result, changes);
        if (recipe.MovesPixels)
            result = Warped(result.to(ScalarType.Float32), changes);
        if (recipe.ChangesColour)
            result = Coloured(result.to(ScalarType.Float32), changes);
        if (recipe.Cutout > 0)
            result = Cut(result.to(ScalarType.Float32), changes);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Each image in its orientation; every pixel is moved and none computed.</summary>
    private static Tensor Oriented(Tensor images, IReadOnlyList<ImageChange> changes)
    {
        Tensor Where(int bit, Tensor turned, Tensor kept) => where(
            Column(images.device, changes, change => (int)change.Orientation & bit).to(ScalarType.Bool), turned, kept);

        var transposed = Where(4, images.transpose(1, 2).contiguous(), images.contiguous());
        var mirrored = Where(2, transposed.flip(2), transposed);
        return Where(1, mirrored.flip(1, 2), mirrored);
    }

    /// <summary>Beyond the border the picture is mirrored, so that no black corner tells of the rotation.</summary>
    private static Tensor Warped(Tensor images, IReadOnlyList<ImageChange> changes)
    {
        var affine = Rows(images.device, changes, change => change.Affine()).reshape(-1, 2, 3);
        var planes = images.permute(0, 3, 1, 2);
        var grid = nn.functional.affine_grid(affine, planes.shape, align_corners: false);
        var warped = nn.functional.grid_sample(planes, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Reflection, align_corners: false);
        return warped.permute(0, 2, 3, 1).contiguous();
    }

    /// <summary>Hue, saturation, contrast, brightness and gains in this order, as one map of each image's colours.</summary>
    private static Tensor Coloured(Tensor images, IReadOnlyList<ImageChange> changes)
    {
        var pixels = images.reshape(images.shape[0], -1, 3);
        var luminance = (pixels.mean([1]) * NativeTensor.Of(Luminance, images.device)).sum(1, keepdim: true);
        var offsets = Rows(images.device, changes, change => change.LuminanceShare()) * luminance;
        var matrices = Rows(images.device, changes, change => change.ColourMatrix()).reshape(-1, 3, 3);
        return bmm(pixels, matrices.transpose(1, 2)).Add_(offsets.unsqueeze(1)).Clamp_(0, 255).reshape(images.shape);
    }

    /// <summary>A square of each image in the image's mean colour.</summary>
    private Tensor Cut(Tensor images, IReadOnlyList<ImageChange> changes)
    {
        var size = images.shape[1];
        var places = Arithmetic.Arange(size, images.device).Add(0.5).Div(size);
        Tensor Near(Func<ImageChange, double> centre, params long[] shape) =>
            (places.reshape(shape) - Column(images.device, changes, centre)).abs_().Lt(recipe.Cutout / 2);

        var hole = Near(change => change.HoleY, 1, size, 1, 1).logical_and(Near(change => change.HoleX, 1, 1, size, 1));
        return where(hole, images.mean([1, 2], keepdim: true), images);
    }

    /// <summary>[N, 1, 1, 1].</summary>
    private static Tensor Column(Device device, IReadOnlyList<ImageChange> changes, Func<ImageChange, double> value) =>
        Rows(device, changes, change => [(float)value(change)]).reshape(-1, 1, 1, 1);

    /// <summary>[N, …].</summary>
    private static Tensor Rows(Device device, IReadOnlyList<ImageChange> changes, Func<ImageChange, float[]> values) =>
        NativeTensor.Of(changes.SelectMany(values).ToArray(), device).reshape(changes.Count, -1);
}
