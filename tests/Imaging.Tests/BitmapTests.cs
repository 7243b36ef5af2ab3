using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class BitmapTests
{
    private const int Width = 13;
    private const int Height = 7;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_may_be_stored_from_the_bottom_or_from_the_top(bool topDown)
    {
        using var scene = Pictures.Scene(Width, Height);

        Render(Bitmaps.Rgb24(scene, topDown)).ShouldBe(scene.WriteToMemory<byte>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Indices_point_into_the_palette(int bits)
    {
        uint[] palette = [0x102030, 0xFFEEDD];
        var file = Bitmaps.Write(Width, Height, bits, topDown: false, palette, Checker);

        Render(file).ShouldBe(Expected((x, y) => palette[Checker(x, y)]));
    }

    [Fact]
    public void Sixteen_bits_are_five_a_channel()
    {
        var file = Bitmaps.Write(Width, Height, 16, topDown: false, [], (x, y) => Checker(x, y) == 1 ? 0x7FFFu : 0x7C00u);

        Render(file).ShouldBe(Expected((x, y) => Checker(x, y) == 1 ? 0xFFFFFFu : 0xFF0000u));
    }

    [Fact]
    public void Sixteen_bits_with_masks_are_read_as_the_masks_say()
    {
        var file = Bitmaps.Write(
            Width, Height, 16, topDown: true, [0xF800, 0x07E0, 0x001F], (_, _) => 0x07E0, compression: 3);

        Render(file).ShouldBe(Expected((_, _) => 0x00FF00));
    }

    [Fact]
    public void Thirty_two_bits_without_masks_have_no_alpha()
    {
        var file = Bitmaps.Write(Width, Height, 32, topDown: false, [], (_, _) => 0x00112233);

        Render(file).ShouldBe(Expected((_, _) => 0x112233));
    }

    [Fact]
    public void Alpha_masks_are_obeyed()
    {
        var file = Bitmaps.Write(
            Width, Height, 32, topDown: false, [0xFF0000, 0xFF00, 0xFF, 0xFF000000], (_, _) => 0x00112233, compression: 6);

        Render(file).ShouldBe(Expected((_, _) => 0xFFFFFF));
    }

    [Fact]
    public void Run_length_encoding_is_refused_with_a_way_out()
    {
        var file = Bitmaps.Write(Width, Height, 8, topDown: false, [0, 1], Checker, compression: 1);

        var exception = Should.Throw<BadImageException>(() => ImageInspector.Inspect(file));
        exception.Reason.ShouldBe(BadImageReason.UnsupportedFormat);
        exception.Message.ShouldContain("PNG");
    }

    [Fact]
    public void A_palette_or_pixels_beyond_the_end_are_refused()
    {
        var file = Bitmaps.Write(Width, Height, 8, topDown: false, [0, 1], Checker);

        Should.Throw<BadImageException>(() => ImageInspector.Inspect(file.AsMemory(0, file.Length - 1)))
            .Reason.ShouldBe(BadImageReason.Truncated);
    }

    private static uint Checker(int x, int y) => (uint)((x + y) & 1);

    private static byte[] Render(byte[] file) => CanonicalImage.Render(file, CanonicalRecipe.Default).Pixels;

    private static byte[] Expected(Func<int, int, uint> rgb) =>
    [
        .. from y in Enumerable.Range(0, Height)
        from x in Enumerable.Range(0, Width)
        from shift in new[] { 16, 8, 0 }
        select (byte)(rgb(x, y) >> shift),
    ];
}
