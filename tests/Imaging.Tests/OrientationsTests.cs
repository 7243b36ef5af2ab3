using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class OrientationsTests
{
    private const int Size = 48;

    public static TheoryData<Orientation> All => [.. Enum.GetValues<Orientation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_orientation_moves_the_pixels_as_its_name_says(Orientation orientation)
    {
        using var scene = Pictures.Scene(Size, Size);
        using var expected = orientation switch
        {
            Orientation.Upright => scene.Copy(),
            Orientation.Mirrored => scene.FlipHor(),
            Orientation.Flipped => scene.FlipVer(),
            Orientation.HalfTurn => scene.Rot180(),
            Orientation.Transposed => scene.Rot90().FlipHor(),
            Orientation.QuarterTurn => scene.Rot90(),
            Orientation.QuarterTurnBack => scene.Rot270(),
            _ => scene.Rot270().FlipHor(),
        };

        Turn(scene.WriteToMemory<byte>(), orientation).ShouldBe(expected.WriteToMemory<byte>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_first_orientations_are_those_of_any_picture_turned_by_one_of_them(int count)
    {
        using var scene = Pictures.Scene(Size, Size);
        var pixels = scene.WriteToMemory<byte>();
        var expected = First(pixels, count).Order().ToList();

        expected.ShouldBeUnique();
        for (var turned = 0; turned < count; turned++)
        {
            First(Turn(pixels, (Orientation)turned), count).Order().ShouldBe(expected);
        }
    }

    [Fact]
    public void The_perceptual_hash_foretells_the_orientations_in_the_same_order()
    {
        using var scene = Pictures.Scene(Size, Size);
        var pixels = scene.WriteToMemory<byte>();
        var foretold = PerceptualHash.Compute(new RgbImage(pixels, Size, Size)).Orientations();

        foreach (var orientation in Enum.GetValues<Orientation>())
        {
            var hash = PerceptualHash.Compute(new RgbImage(Turn(pixels, orientation), Size, Size));
            var distances = foretold.Select(hash.Distance).ToArray();
            Array.IndexOf(distances, distances.Min()).ShouldBe((int)orientation);
        }
    }

    [Fact]
    public void Memory_of_another_length_is_refused()
    {
        var pixels = new byte[2 * 2 * 3];

        Should.Throw<ArgumentException>(() => Orientations.Write(pixels, 3, Orientation.Flipped, new byte[12])).ParamName.ShouldBe("pixels");
        Should.Throw<ArgumentException>(() => Orientations.Write(pixels, 2, Orientation.Flipped, new byte[13])).ParamName.ShouldBe("target");
        Should.Throw<ArgumentException>(() => Orientations.WriteFirst(pixels, 2, 3, new byte[24])).ParamName.ShouldBe("rows");
        Should.Throw<ArgumentOutOfRangeException>(() => Orientations.WriteFirst(pixels, 2, 9, new byte[108]));
    }

    private static byte[] Turn(byte[] pixels, Orientation orientation)
    {
        var target = new byte[pixels.Length];
        Orientations.Write(pixels, Size, orientation, target);
        return target;
    }

    private static IEnumerable<string> First(byte[] pixels, int count)
    {
        var rows = new byte[count * pixels.Length];
        Orientations.WriteFirst(pixels, Size, count, rows);
        return rows.Chunk(pixels.Length).Select(Convert.ToHexString);
    }
}
