using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class CanonicalImageTests
{
    private static readonly CanonicalRecipe Recipe = CanonicalRecipe.Default;

    [Theory]
    [InlineData(1600, 1200, 683, 512)]
    [InlineData(600, 3000, 512, 2560)]
    [InlineData(160, 120, 160, 120)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(9000, 4500, 1024, 512)]
    public void The_shorter_side_is_at_most_512_and_nothing_is_enlarged(int width, int height, int toWidth, int toHeight)
    {
        var made = CanonicalImage.Make(Pictures.Jpeg(width, height), Recipe);

        (made.Width, made.Height).ShouldBe((toWidth, toHeight));
        ImageInspector.Inspect(made.Png).ShouldBe(new ImageHeader(ImageFormat.Png, toWidth, toHeight));
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public void A_small_lossless_picture_keeps_every_pixel(ImageFormat format)
    {
        using var scene = Pictures.Scene();

        var rendered = CanonicalImage.Render(Pictures.Encode(scene, format), Recipe);

        rendered.Pixels.ShouldBe(scene.WriteToMemory<byte>());
    }

    [Fact]
    public void The_png_holds_exactly_the_rendered_pixels()
    {
        var original = Pictures.Jpeg(900, 700);

        var decoded = CanonicalImage.Decode(CanonicalImage.Make(original, Recipe).Png);

        decoded.Pixels.ShouldBe(CanonicalImage.Render(original, Recipe).Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Every_exif_orientation_shows_the_same_picture(int orientation)
    {
        using var scene = Pictures.Scene();
        // Stored so that a viewer which obeys the orientation shows the scene again (EXIF 2.3, tag 274).
        using var stored = orientation switch
        {
            2 => scene.FlipHor(),
            3 => scene.Rot180(),
            4 => scene.FlipVer(),
            5 => scene.Rot90().FlipHor(),
            6 => scene.Rot270(),
            7 => scene.Rot270().FlipHor(),
            8 => scene.Rot90(),
            _ => scene.Copy(),
        };
        using var tagged = stored.Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));

        var rendered = CanonicalImage.Render(tagged.TiffsaveBuffer(), Recipe);

        (rendered.Width, rendered.Height).ShouldBe((scene.Width, scene.Height));
        rendered.Pixels.ShouldBe(scene.WriteToMemory<byte>());
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    public void No_metadata_survives(ImageFormat format)
    {
        using var tagged = Pictures.Scene().Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd0-Artist", "Dr. Somebody");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 31/1 0/1");
            image.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>Somebody</x:xmpmeta>"u8.ToArray());
        });
        using var profiled = tagged.IccTransform("p3", inputProfile: "srgb");
        var original = Pictures.Encode(profiled, format);

        using var made = Image.PngloadBuffer(CanonicalImage.Make(original, Recipe).Png);

        made.GetFields().ShouldNotContain(name =>
            name.StartsWith("exif") || name.StartsWith("xmp") || name.StartsWith("iptc")
            || name.StartsWith("icc") || name.StartsWith("png-comment") || name == "orientation");
    }

    [Fact]
    public void Colours_of_a_wide_gamut_profile_are_converted_to_srgb()
    {
        using var scene = Pictures.Scene();
        using var wide = scene.IccTransform("p3", inputProfile: "srgb");

        var rendered = CanonicalImage.Render(wide.PngsaveBuffer(), Recipe);

        wide.WriteToMemory<byte>().ShouldNotBe(scene.WriteToMemory<byte>());
        MeanDifference(rendered, scene).ShouldBeLessThan(1.5);
    }

    [Fact]
    public void A_cmyk_picture_becomes_rgb()
    {
        using var scene = Pictures.Scene();
        using var cmyk = scene.IccTransform("cmyk", inputProfile: "srgb");

        MeanDifference(CanonicalImage.Render(cmyk.JpegsaveBuffer(q: 95), Recipe), scene).ShouldBeLessThan(12);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Tiff)]
    public void Sixteen_bits_become_eight(ImageFormat format)
    {
        using var scene = Pictures.Scene();
        using var deep = (scene * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

        CanonicalImage.Render(Pictures.Encode(deep, format), Recipe).Pixels.ShouldBe(scene.WriteToMemory<byte>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Grey_becomes_three_equal_channels(bool sixteenBits)
    {
        using var grey = Pictures.Scene().Colourspace(Enums.Interpretation.Bw);
        using var stored = sixteenBits
            ? (grey * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Grey16)
            : grey.Copy();

        var rendered = CanonicalImage.Render(stored.PngsaveBuffer(), Recipe);

        rendered.Pixels.Where((_, i) => i % 3 == 0).ShouldBe(grey.WriteToMemory<byte>());
        rendered.Pixels.Where((_, i) => i % 3 == 1).ShouldBe(grey.WriteToMemory<byte>());
    }

    [Fact]
    public void Alpha_is_laid_on_white()
    {
        using var clear = Pictures.Scene().Bandjoin(0);

        CanonicalImage.Render(clear.PngsaveBuffer(), Recipe).Pixels.ShouldAllBe(value => value == 255);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, 0.5)]
    [InlineData(ImageFormat.Jpeg, 0.9)]
    [InlineData(ImageFormat.Png, 0.5)]
    [InlineData(ImageFormat.Png, 0.9)]
    [InlineData(ImageFormat.WebP, 0.5)]
    [InlineData(ImageFormat.WebP, 0.9)]
    [InlineData(ImageFormat.Tiff, 0.5)]
    [InlineData(ImageFormat.Tiff, 0.9)]
    [InlineData(ImageFormat.Bmp, 0.9)]
    public void A_picture_that_ends_early_is_refused_and_never_filled_with_grey(ImageFormat format, double share)
    {
        var bytes = Pictures.Encode(Pictures.Scene(800, 600), format);

        Should.Throw<BadImageException>(() => CanonicalImage.Make(bytes.AsMemory(0, (int)(bytes.Length * share)), Recipe))
            .Reason.ShouldBe(BadImageReason.Truncated);
    }

    [Fact]
    public void A_jpeg_with_a_hole_in_it_is_refused()
    {
        var bytes = Pictures.Jpeg(800, 600);
        // Cut off in the middle, then closed properly with an end marker, as some downloads are.
        byte[] cut = [.. bytes[..(bytes.Length / 2)], 0xFF, 0xD9];

        Should.Throw<BadImageException>(() => CanonicalImage.Make(cut, Recipe)).Reason.ShouldBe(BadImageReason.Truncated);
    }

    [Fact]
    public void A_jpeg_with_the_habits_of_some_phones_is_accepted()
    {
        var bytes = Pictures.Jpeg(800, 600);
        var scan = bytes.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        byte[] strayBytes = [.. bytes[..scan], 1, 2, 3, .. bytes[scan..]];
        var oddParameters = bytes.ToArray();
        // The end of the spectral selection, which must be 63 here.
        oddParameters[scan + 11 + 1] = 0;

        CanonicalImage.Render(strayBytes, Recipe).Pixels.ShouldBe(CanonicalImage.Render(bytes, Recipe).Pixels);
        CanonicalImage.Render(oddParameters, Recipe).Pixels.ShouldBe(CanonicalImage.Render(bytes, Recipe).Pixels);
    }

    [Fact]
    public void Such_a_jpeg_is_accepted_and_a_cut_one_refused_whatever_else_fails_meanwhile()
    {
        var bytes = Pictures.Jpeg(300, 200);
        var scan = bytes.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        byte[] strayBytes = [.. bytes[..scan], 1, 2, 3, .. bytes[scan..]];
        var expected = CanonicalImage.Render(bytes, Recipe).Pixels;

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0)
                CanonicalImage.Render(strayBytes, Recipe).Pixels.ShouldBe(expected);
            else
                Should.Throw<BadImageException>(() => CanonicalImage.Render(bytes.AsMemory(0, bytes.Length / 2), Recipe));
        });
    }

    [Fact]
    public void A_tiff_of_floating_point_numbers_is_refused_clearly()
    {
        using var real = Pictures.Scene().Cast(Enums.BandFormat.Float);

        Should.Throw<BadImageException>(() => CanonicalImage.Make(real.TiffsaveBuffer(), Recipe))
            .Reason.ShouldBe(BadImageReason.UnsupportedFormat);
    }

    [Fact]
    public void A_broken_colour_profile_is_ignored()
    {
        using var scene = Pictures.Scene();
        using var tagged = scene.Mutate(image => image.Set(GValue.BlobType, "icc-profile-data", new byte[300]));

        MeanDifference(CanonicalImage.Render(Pictures.Jpeg(tagged), Recipe), scene).ShouldBeLessThan(3);
    }

    [Fact]
    public void Many_threads_get_the_same_bytes()
    {
        var original = Pictures.Jpeg(1400, 1000);
        var expected = CanonicalImage.Make(original, Recipe).Png;
        var made = new byte[24][];

        Parallel.For(0, made.Length, i => made[i] = CanonicalImage.Make(original, Recipe).Png);

        made.ShouldAllBe(png => png.SequenceEqual(expected));
    }

    private static double MeanDifference(RgbImage rendered, Image expected) =>
        rendered.Pixels.Zip(expected.WriteToMemory<byte>(), (a, b) => Math.Abs(a - b)).Average();
}
