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
