using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class ImageQualityTests
{
    [Fact]
    public void A_blurred_picture_is_less_sharp()
    {
        var file = TestData.Photographs("ham-1000", 1)[0];
        using var image = Image.JpegloadBuffer(File.ReadAllBytes(file));

        var sharp = Measure(image);
        var blurred = Measure(image.Gaussblur(3));

        blurred.Sharpness.ShouldBeLessThan(sharp.Sharpness / 4);
    }

    [Fact]
    public void Exposure_is_the_mean_luminance()
    {
        Measure(Flat(0)).ShouldBe(new ImageQuality(0, 0, 1));
        Measure(Flat(255)).ShouldBe(new ImageQuality(0, 1, 1), new Near());
        Measure(Flat(51)).ShouldBe(new ImageQuality(0, 0.2, 0), new Near());
    }

    [Theory]
    [InlineData(256)]
    [InlineData(64)]
    public void Stripes_of_a_pixel_are_as_sharp_as_can_be_at_any_size(int size)
    {
        var stripes = new RgbImage([.. Enumerable.Range(0, size * size * 3).Select(i => (byte)(i / 3 % 2 * 255))], size, size);

        // The neighbours beside a pixel are 255 away, those above and below the same.
        ImageQuality.Measure(stripes).Sharpness.ShouldBe(510 * 510, 1e-3);
    }

    private static Image Flat(double value) => (Pictures.Scene() * 0.0 + value).Cast(Enums.BandFormat.Uchar);

    private static ImageQuality Measure(Image image) =>
        ImageQuality.Measure(CanonicalImage.Render(image.PngsaveBuffer(), CanonicalRecipe.Default));

    private sealed class Near : IEqualityComparer<ImageQuality>
    {
        public bool Equals(ImageQuality? x, ImageQuality? y) =>
            x is not null && y is not null && Math.Abs(x.Sharpness - y.Sharpness) < 1e-6
            && Math.Abs(x.Exposure - y.Exposure) < 1e-9 && Math.Abs(x.Clipped - y.Clipped) < 1e-9;

        public int GetHashCode(ImageQuality obj) => 0;
    }
}
