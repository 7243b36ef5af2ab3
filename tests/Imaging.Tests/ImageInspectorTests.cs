using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class ImageInspectorTests
{
    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public void The_format_and_size_are_read_from_the_bytes(ImageFormat format)
    {
        var bytes = Pictures.Encode(Pictures.Scene(70, 50), format);

        ImageInspector.Inspect(bytes).ShouldBe(new ImageHeader(format, 70, 50));
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused([], BadImageReason.Empty, "empty");

    [Fact]
    public void A_text_is_refused_whatever_it_is_called() =>
        Refused(Pictures.Text(), BadImageReason.NotAnImage, "text");

    [Fact]
    public void Random_bytes_are_refused() =>
        Refused([.. Enumerable.Range(1, 3000).Select(i => (byte)(i * i * 31 >> 3))], BadImageReason.NotAnImage, "unknown kind");

    [Theory]
    [InlineData("PK\u0003\u0004....", "zip")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG")]
    [InlineData("<!doctype html><html></html>", "web page")]
    [InlineData("BM is how this text begins, yet it is no bitmap", "text")]
    [InlineData("II", "text")]
    public void What_is_no_picture_is_refused_by_its_name(string content, string named) =>
        Refused(System.Text.Encoding.Latin1.GetBytes(content), BadImageReason.NotAnImage, named);

    [Fact]
    public void A_gif_is_refused_as_a_format_that_is_not_read() =>
        Refused(Pictures.Scene().GifsaveBuffer(), BadImageReason.UnsupportedFormat, "GIF");

    [Fact]
    public void A_dicom_file_is_refused_with_a_way_out() =>
        Refused([.. new byte[128], .. "DICM"u8], BadImageReason.UnsupportedFormat, "DICOM");

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(13_000, 12_000)]
    [InlineData(30_001, 1)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    public void A_bomb_is_refused_from_its_header(uint width, uint height) =>
        Refused(Pictures.BombPng(width, height), BadImageReason.TooManyPixels, $"{width} × {height}");

    [Fact]
    public void A_bitmap_that_declares_too_much_is_refused_from_its_header()
    {
        var bomb = Bitmaps.Write(1, 1, 24, topDown: false, [], (_, _) => 0);
        BitConverter.GetBytes(40_000).CopyTo(bomb, 18);
        Refused(bomb, BadImageReason.TooManyPixels, "40000");
    }

    [Fact]
    public void An_animated_webp_is_refused() => Refused(
        Pictures.Animated(frames => frames.WebpsaveBuffer()), BadImageReason.Animated, "several frames");

    [Fact]
    public void An_animated_png_is_refused() =>
        Refused(Pictures.AnimatedPng(), BadImageReason.Animated, "several frames");

    [Fact]
    public void A_tiff_of_several_pages_is_refused() => Refused(
        Pictures.Animated(frames => frames.TiffsaveBuffer()), BadImageReason.Animated, "several pages");

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public void A_header_that_is_cut_off_anywhere_is_refused_and_never_crashes(ImageFormat format)
    {
        var bytes = Pictures.Encode(Pictures.Scene(20, 20), format);
        for (var length = 0; length < Math.Min(bytes.Length, 64); length++)
        {
            try
            {
                // A TIFF's directory may lie at its end, a JPEG's pixels may begin early: only a crash is wrong here.
                ImageInspector.Inspect(bytes.AsMemory(0, length));
            }
            catch (BadImageException exception)
            {
                exception.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Damaged_bytes_never_cause_any_other_exception()
    {
        var random = new Random(7);
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            var bytes = Pictures.Encode(Pictures.Scene(40, 30), format);
            for (var i = 0; i < 60; i++)
            {
                var damaged = bytes.ToArray();
                for (var j = 0; j < 4; j++)
                {
                    damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
                }

                try
                {
                    CanonicalImage.Render(damaged, CanonicalRecipe.Default);
                }
                catch (BadImageException exception)
                {
                    exception.Message.ShouldNotBeEmpty();
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 70, 50)]
    [InlineData(3, 70, 50)]
    [InlineData(6, 50, 70)]
    [InlineData(8, 50, 70)]
    public void The_size_is_that_of_the_picture_as_displayed(int orientation, int width, int height)
    {
        using var turned = Pictures.Scene(70, 50)
            .Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));

        ImageInspector.Inspect(Pictures.Jpeg(turned)).ShouldBe(new ImageHeader(ImageFormat.Jpeg, width, height));
    }

    private static void Refused(byte[] bytes, BadImageReason reason, string named)
    {
        var exception = Should.Throw<BadImageException>(() => ImageInspector.Inspect(bytes));
        exception.Reason.ShouldBe(reason);
        exception.Message.ShouldContain(named);
    }
}
