using Lesion.Contracts;

namespace Lesion.Imaging.Tests;

public sealed class ActivationOverlayTests
{
    private const int Side = 64;

    [Fact]
    public void Evidence_for_the_class_is_orange_and_evidence_against_it_blue()
    {
        var overlay = Render([-1, 1], [1, -1], "malignant");

        var (left, right) = (Pixel(overlay, 4, 32), Pixel(overlay, 60, 32));
        ((int)left.Red).ShouldBeGreaterThan(left.Blue + 60);
        ((int)right.Blue).ShouldBeGreaterThan(right.Red + 60);
    }

    [Fact]
    public void The_other_class_is_shown_the_other_way_round()
    {
        var overlay = Render([-1, 1], [1, -1], "benign");

        var left = Pixel(overlay, 4, 32);
        ((int)left.Blue).ShouldBeGreaterThan(left.Red);
    }

    [Fact]
    public void A_map_without_evidence_leaves_grey_grey()
    {
        var overlay = Render([3, 3], [3, 3], "malignant");

        Pixel(overlay, 20, 20).ShouldBe(((byte)128, (byte)128, (byte)128));
    }

    [Fact]
    public void A_class_that_the_model_does_not_have_is_named() =>
        Should.Throw<ArgumentException>(() => Render([0], [0], "nevus")).Message.ShouldContain("nevus");

    private static RgbImage Render(float[] benign, float[] malignant, string label)
    {
        var map = new ActivationMap
        {
            Width = benign.Length,
            Height = 1,
            Values = new Dictionary<string, float[]> { ["benign"] = benign, ["malignant"] = malignant },
        };
        var grey = new byte[Side * Side * 3];
        Array.Fill(grey, (byte)128);
        var image = CanonicalImage.Encode(new RgbImage(grey, Side, Side)).Png;
        return CanonicalImage.Decode(ActivationOverlay.Render(image, map, label));
    }

    private static (byte Red, byte Green, byte Blue) Pixel(RgbImage image, int x, int y)
    {
        var at = ((y * image.Width) + x) * 3;
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }
}
