namespace Lesion.Imaging.Tests;

public sealed class NetworkInputTests
{
    private static readonly CanonicalRecipe Canonical = CanonicalRecipe.Default;
    private static readonly NetworkInputRecipe Recipe = new();

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public void Training_and_inference_see_the_same_bytes(ImageFormat format)
    {
        var original = Pictures.Encode(Pictures.Scene(1100, 800), format);
        foreach (var filter in new[] { "lanczos3", "cubic", "linear" })
        {
            ShouldBeTheSame(original, Recipe with { Filter = filter });
        }
    }

    [Theory]
    [InlineData("ham-1000")]
    [InlineData("pad-ufes-608")]
    public void Training_and_inference_see_the_same_bytes_of_real_photographs(string set)
    {
        foreach (var file in TestData.Photographs(set, 12))
        {
            ShouldBeTheSame(File.ReadAllBytes(file), Recipe);
            ShouldBeTheSame(File.ReadAllBytes(file), Recipe with { CentreCrop = 0.7 });
        }
    }

    [Theory]
    [InlineData(50, 31)]
    [InlineData(224, 224)]
    [InlineData(511, 977)]
    [InlineData(3000, 220)]
    public void Whatever_the_shape_the_input_is_a_square_of_three_channels(int width, int height) =>
        NetworkInput.FromOriginal(Pictures.Jpeg(width, height), Canonical, Recipe).Length.ShouldBe(224 * 224 * 3);

    [Fact]
    public void The_whole_picture_is_seen_with_red_first()
    {
        using var red = Pictures.Scene(400, 200) * new double[] { 0, 0, 0 } + new double[] { 200, 20, 10 };
        using var bytes = red.Cast(NetVips.Enums.BandFormat.Uchar);

        var input = NetworkInput.FromOriginal(bytes.PngsaveBuffer(), Canonical, Recipe);

        input[..3].ShouldBe([200, 20, 10]);
        input[^3..].ShouldBe([200, 20, 10]);
    }

    [Fact]
    public void The_middle_follows_the_whole_and_is_as_large()
    {
        using var scene = Pictures.Scene(800, 500);
        using var middle = scene.Crop(200, 125, 400, 250);
        var original = scene.PngsaveBuffer();
        var recipe = Recipe with { CentreCrop = 0.5 };

        var input = NetworkInput.FromOriginal(original, Canonical, recipe);

        recipe.Crops.ShouldBe(2);
        input.Chunk(input.Length / 2).ShouldBe(
        [
            NetworkInput.FromOriginal(original, Canonical, Recipe),
            NetworkInput.FromOriginal(middle.PngsaveBuffer(), Canonical with { ShortSide = 250 }, Recipe),
        ]);
    }

    [Fact]
    public void Each_picture_of_an_input_is_laid_down_in_every_orientation()
    {
        var input = NetworkInput.FromOriginal(Pictures.Jpeg(), Canonical, Recipe with { Size = 6, CentreCrop = 0.6 });
        var rows = new byte[4 * 6 * 6 * 3];
        NetworkInput.WriteRows(input, 6, orientations: 2, rows);

        var turned = new byte[6 * 6 * 3];
        Orientations.Write(input.AsSpan(6 * 6 * 3), 6, Orientation.HalfTurn, turned);
        var pictures = rows.Chunk(6 * 6 * 3).ToList();
        pictures[0].ShouldBe(input[..(6 * 6 * 3)]);
        pictures[2].ShouldBe(input[(6 * 6 * 3)..]);
        pictures[3].ShouldBe(turned);
        Should.Throw<ArgumentException>(() => NetworkInput.WriteRows(input.AsSpan(1), 6, 2, rows));
    }

    [Theory]
    [InlineData(5, 4, 0.5, 2, 2, 1, 1)]
    [InlineData(10, 6, 0.7, 7, 4, 1, 1)]
    [InlineData(3, 3, 1, 3, 3, 0, 0)]
    [InlineData(3, 1, 0.1, 1, 1, 1, 0)]
    public void The_middle_is_cut_out_pixel_by_pixel(
        int width, int height, double share, int expectedWidth, int expectedHeight, int left, int top)
    {
        var pixels = Enumerable.Range(0, width * height * 3).Select(i => (byte)i).ToArray();
        var middle = new RgbImage(pixels, width, height).Centre(share);

        (middle.Width, middle.Height).ShouldBe((expectedWidth, expectedHeight));
        for (var y = 0; y < expectedHeight; y++)
        {
            var start = (((top + y) * width) + left) * 3;
            middle.Pixels.Skip(y * expectedWidth * 3).Take(expectedWidth * 3)
                .ShouldBe(pixels.Skip(start).Take(expectedWidth * 3));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void There_is_no_middle_of_such_a_share(double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RgbImage(new byte[12], 2, 2).Centre(share));

    [Fact]
    public void An_unknown_filter_is_named() =>
        Should.Throw<ArgumentException>(
            () => NetworkInput.FromOriginal(Pictures.Jpeg(), Canonical, Recipe with { Filter = "bicubik" }))
        .Message.ShouldContain("bicubik");

    private static void ShouldBeTheSame(byte[] original, NetworkInputRecipe recipe)
    {
        var prepared = CanonicalImage.Make(original, Canonical);

        NetworkInput.FromOriginal(original, Canonical, recipe)
            .ShouldBe(NetworkInput.FromCanonical(prepared.Png, recipe));
    }
}
