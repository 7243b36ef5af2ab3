using Lesion.Imaging;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Augmentation;

[Collection("torch")]
public sealed class AugmenterTests
{
    private const int Size = 24;

    private static readonly AugmentationRecipe Everything = new()
    {
        Orientations = true,
        Scale = 0.3,
        Crop = 0.6,
        Stretch = 0.2,
        Rotation = 180,
        Translation = 0.1,
        Shear = 10,
        Brightness = 0.2,
        Contrast = 0.2,
        Saturation = 0.3,
        Hue = 10,
        ChannelGain = 0.1,
        Cutout = 0.25,
    };

    private static readonly ImageChange None = ImageChange.Draw(new AugmentationRecipe(), SeededRandom.From("none"));

    [Fact]
    public void With_all_off_an_image_stays_exactly_as_it_is()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(3, Size, Size);
        var changed = new Augmenter(new AugmentationRecipe()).Apply(images, Draws(new AugmentationRecipe(), 3));
        changed.dtype.ShouldBe(ScalarType.Byte);
        changed.bytes.ToArray().ShouldBe(images.bytes.ToArray());
    }

    [Fact]
    public void Orientations_move_every_pixel_as_Imaging_does()
    {
        using var scope = NewDisposeScope();
        var image = Samples.DrawImages(1, Size, Size);
        var all = Enumerable.Range(0, Orientations.Count).Select(i => None with { Orientation = (Orientation)i }).ToList();
        var turned = new Augmenter(new AugmentationRecipe { Orientations = true }).Apply(image.expand(8, -1, -1, -1), all);
        var expected = new byte[8 * Size * Size * 3];
        Orientations.WriteFirst(image.bytes, Size, 8, expected);
        turned.dtype.ShouldBe(ScalarType.Byte);
        turned.bytes.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void A_shift_moves_the_picture_and_mirrors_what_lies_beyond_its_border()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(1, Size, Size);
        var shifted = new Augmenter(new AugmentationRecipe { Translation = 0.5 })
            .Apply(images, [None with { ShiftX = 3.0 / Size, ShiftY = -2.0 / Size }]);
        var mirrored = cat([images.narrow(1, 0, 2).flip(1), images.narrow(1, 0, Size - 2)], dim: 1);
        mirrored = cat([mirrored.narrow(2, 3, Size - 3), mirrored.narrow(2, Size - 3, 3).flip(2)], dim: 2);
        Difference(shifted, mirrored).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_crop_fills_the_image_again()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(1, Size, Size);
        // The middle half of the height, moved up by a quarter of it, each row of which becomes two.
        var cropped = new Augmenter(new AugmentationRecipe { Crop = 0.5 })
            .Apply(images, [None with { Crop = new CropWindow(Width: 1, Height: 0.5, CentreX: 0, CentreY: -0.25) }]);
        var rows = images.narrow(1, Size / 8, Size / 2).to(ScalarType.Float32);
        var means = cropped.reshape(1, Size / 2, 2, Size, 3).mean([2]);
        // Between two rows the new ones lie a quarter to either side of the old, so that their mean is smooth but near.
        Tensor From(long first) => rows.narrow(1, first, Size / 2 - 2);
        var expected = From(1).Mul(0.75).Add(From(0).Add(From(2)).Mul(0.125));
        Difference(means.narrow(1, 1, Size / 2 - 2), expected).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Crops_keep_to_the_image_the_area_and_the_aspect_asked_for()
    {
        var recipe = new AugmentationRecipe { Crop = 0.65, Stretch = 0.15 };
        var windows = Draws(recipe, 500).ConvertAll(change => change.Crop);
        foreach (var window in windows)
        {
            (window.Width * window.Height).ShouldBeInRange(0.35 / 1.15, 1);
            (window.Width / window.Height).ShouldBeInRange(1 / 1.15 - 1e-9, 1.15 + 1e-9);
            Math.Abs(window.CentreX).ShouldBeLessThanOrEqualTo((1 - window.Width) / 2);
            Math.Abs(window.CentreY).ShouldBeLessThanOrEqualTo((1 - window.Height) / 2);
        }

        windows.Min(window => window.Width * window.Height).ShouldBeLessThan(0.4);
        windows.Max(window => window.Width * window.Height).ShouldBeGreaterThan(0.9);
        windows.Average(window => window.CentreX).ShouldBe(0, 0.02);
    }

    [Fact]
    public void A_rotation_by_a_quarter_is_a_quarter_turn()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(1, Size, Size);
        var rotated = new Augmenter(new AugmentationRecipe { Rotation = 90 }).Apply(images, [None with { Rotation = 90 }]);
        Difference(rotated, rot90(images, 1, (1, 2))).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_zoom_shows_the_middle_larger()
    {
        using var scope = NewDisposeScope();
        var images = zeros([1, Size, Size, 3], ScalarType.Byte);
        images.narrow(1, 8, 8).narrow(2, 8, 8).Fill_(200); // a third of the side
        var zoomed = new Augmenter(new AugmentationRecipe { Scale = 1 }).Apply(images, [None with { Zoom = 2 }]);
        zoomed.Lt(100).logical_not().to(ScalarType.Float32).sum().item<float>().ShouldBe(16 * 16 * 3);
    }

    [Fact]
    public void Colours_change_as_drawn()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(1, Size, Size).to(ScalarType.Float32).Div(4).Add(60).to(ScalarType.Byte);
        var plain = images.to(ScalarType.Float32);
        var augmenter = new Augmenter(new AugmentationRecipe { Brightness = 0.1 });
        Tensor Changed(ImageChange change) => augmenter.Apply(images, [change]);
        Tensor Luminance(Tensor pixels) => (pixels * tensor(new[] { 0.299f, 0.587f, 0.114f })).sum(-1, keepdim: true);

        Difference(Changed(None with { Brightness = 1.2 }), plain.Mul(1.2)).ShouldBeLessThan(0.1);
        var mean = Luminance(plain).mean();
        Difference(Changed(None with { Contrast = 0.5 }), (plain - mean).Mul(0.5).Add(mean)).ShouldBeLessThan(0.1);
        Difference(Changed(None with { Gains = (1.1, 1, 0.9) }), plain * tensor(new[] { 1.1f, 1, 0.9f })).ShouldBeLessThan(0.1);
        Difference(Changed(None with { Saturation = 0 }), Luminance(plain).expand_as(plain)).ShouldBeLessThan(0.2);
        var turned = Changed(None with { Hue = 40 });
        Difference(turned, plain).ShouldBeGreaterThan(5);
        Difference(Luminance(turned), Luminance(plain)).ShouldBeLessThan(0.2);
    }

    [Fact]
    public void A_hole_is_painted_in_the_images_mean_colour()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(1, Size, Size);
        var cut = new Augmenter(new AugmentationRecipe { Cutout = 0.25 }).Apply(images, [None with { HoleX = 0.5, HoleY = 0.25 }]);
        var mean = images.to(ScalarType.Float32).mean([1, 2], keepdim: true);
        var hole = cut.narrow(1, 3, 6).narrow(2, 9, 6);
        Difference(hole, mean.expand_as(hole)).ShouldBe(0);
        cut.ne(images).any(-1).sum().item<long>().ShouldBeInRange(30, 36);
    }

    [Fact]
    public void What_is_drawn_depends_on_the_random_numbers_alone_and_stays_within_its_strengths()
    {
        Draws(Everything, 3).ShouldBe(Draws(Everything, 3));
        var many = Draws(Everything, 500);
        many.Distinct().Count().ShouldBe(500);
        many.ShouldAllBe(c => c.Zoom >= 1 / 1.3 && c.Zoom <= 1.3 && Math.Abs(c.Rotation) <= 180 && Math.Abs(c.Shear) <= 10);
        many.ShouldAllBe(c => Math.Abs(c.ShiftX) <= 0.1 && Math.Abs(c.Hue) <= 10 && Math.Abs(c.Gains.Blue - 1) <= 0.1);
        many.CountBy(c => c.Orientation).ShouldAllBe(count => count.Value > 30);
        many.Average(c => Math.Log(c.Zoom)).ShouldBe(0, 0.02);
    }

    [Fact]
    public void Switching_one_change_off_leaves_the_others_as_they_were()
    {
        var change = ImageChange.Draw(Everything, SeededRandom.From("a"));
        ImageChange.Draw(Everything with { Rotation = 0, Orientations = false }, SeededRandom.From("a"))
            .ShouldBe(change with { Rotation = 0, Orientation = Orientation.Upright });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_draw_gives_the_same_pixels_whatever_the_batch_and_the_number_of_threads(int threads)
    {
        var kept = get_num_threads();
        try
        {
            using var scope = NewDisposeScope();
            set_num_threads(1);
            var images = Samples.DrawImages(6, 64, 64);
            var draws = Draws(Everything, 6);
            var whole = new Augmenter(Everything).Apply(images, draws);
            set_num_threads(threads);
            var parts = Enumerable.Range(0, 3)
                .Select(i => new Augmenter(Everything).Apply(images.narrow(0, 2 * i, 2), [.. draws.Skip(2 * i).Take(2)])).ToList();
            cat(parts).bytes.ToArray().ShouldBe(whole.bytes.ToArray());
        }
        finally
        {
            set_num_threads(kept);
        }
    }

    [Fact]
    public void The_channels_stay_last_in_memory_and_values_between_0_and_255()
    {
        using var scope = NewDisposeScope();
        var changed = new Augmenter(Everything).Apply(Samples.DrawImages(4, Size, Size), Draws(Everything, 4));
        changed.shape.ShouldBe([4, Size, Size, 3]);
        changed.is_contiguous().ShouldBeTrue();
        changed.min().item<float>().ShouldBeGreaterThanOrEqualTo(0);
        changed.max().item<float>().ShouldBeLessThanOrEqualTo(255);
    }

    [Fact]
    public void The_network_takes_changed_images_as_it_takes_plain_ones_and_leaves_them_as_they_are()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(2, Size, Size);
        var numbers = images.to(ScalarType.Float32);
        var planes = network.Trunks[0].Normalise(numbers);
        planes.stride()[1].ShouldBe(1); // the channels stay last in memory
        Difference(planes, network.Trunks[0].Normalise(images)).ShouldBe(0);
        Difference(numbers, images).ShouldBe(0);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(4, Size, Size);
        new Augmenter(Everything).Apply(images, Draws(Everything, 4)).Dispose();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 5; i++)
            new Augmenter(Everything).Apply(images, Draws(Everything, 4)).Dispose();
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    private static List<ImageChange> Draws(AugmentationRecipe recipe, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ImageChange.Draw(recipe, SeededRandom.From($"image-{i}")))];

    private static double Difference(Tensor a, Tensor b) =>
        (a.to(ScalarType.Float32) - b.to(ScalarType.Float32)).abs().max().item<float>();
}
