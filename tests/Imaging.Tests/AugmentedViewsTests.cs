using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class AugmentedViewsTests
{
    private static readonly ViewRecipe Recipe = new();
    private static readonly ViewRecipe Still = new()
    {
        Views = 1,
        MinCropArea = 1,
        AspectJitter = 1,
        MaxRotation = 0,
        FlipHorizontal = false,
        FlipVertical = false,
        Brightness = 0,
        Contrast = 0,
        Saturation = 0,
        Hue = 0,
    };

    [Fact]
    public void The_same_picture_id_and_recipe_give_the_same_views()
    {
        var original = Pictures.Jpeg(640, 480);

        var first = AugmentedViews.Make(original, "a", Recipe);
        var second = AugmentedViews.Make(original, "a", Recipe);

        first.Count.ShouldBe(4);
        first.Select(view => view.Parameters).ShouldBe(second.Select(view => view.Parameters));
        first.Zip(second).ShouldAllBe(pair => pair.First.Pixels.SequenceEqual(pair.Second.Pixels));
    }

    [Fact]
    public void Another_id_or_seed_or_number_gives_another_view()
    {
        var parameters = ViewParameters.Draw("a", 0, Recipe);

        ViewParameters.Draw("b", 0, Recipe).ShouldNotBe(parameters);
        ViewParameters.Draw("a", 1, Recipe).ShouldNotBe(parameters);
        ViewParameters.Draw("a", 0, Recipe with { Seed = 2 }).ShouldNotBe(parameters);
    }

    [Fact]
    public void More_views_begin_with_the_same_ones()
    {
        var original = Pictures.Jpeg(640, 480);

        var more = AugmentedViews.Make(original, "a", Recipe with { Views = 6 });

        more.Take(4).Select(view => view.Parameters)
            .ShouldBe(AugmentedViews.Make(original, "a", Recipe).Select(view => view.Parameters));
    }

    [Fact]
    public void The_drawn_numbers_never_change()
    {
        // A cache of views lives as long as its recipe's id: the numbers behind it must outlive every release.
        var parameters = ViewParameters.Draw("a", 0, Recipe);

        $"{parameters.CropX:F6} {parameters.Rotation:F6} {parameters.FlipHorizontal} {parameters.Hue:F6}"
            .ShouldBe("0.000000 -156.526680 True -2.693045");
        Recipe.Id.ShouldBe("v1-6488b42805b8");
    }

    [Fact]
    public void Every_value_of_the_recipe_is_in_its_id()
    {
        ViewRecipe[] others =
        [
            Recipe with { Views = 5 }, Recipe with { Size = 225 }, Recipe with { MinCropArea = 0.5 },
            Recipe with { MaxCropArea = 0.9 }, Recipe with { AspectJitter = 1.2 }, Recipe with { MaxRotation = 10 },
            Recipe with { FlipHorizontal = false }, Recipe with { FlipVertical = false }, Recipe with { Brightness = 0.2 },
            Recipe with { Contrast = 0.2 }, Recipe with { Saturation = 0.2 }, Recipe with { Hue = 5 },
            Recipe with { Seed = 2 },
        ];

        others.Length.ShouldBe(typeof(ViewRecipe).GetProperties().Count(property => property.CanWrite));
        others.Append(Recipe).Select(recipe => recipe.Id).ShouldBeUnique();
    }

    [Fact]
    public void Drawn_parameters_stay_within_the_recipe()
    {
        foreach (var number in Enumerable.Range(0, 500))
        {
            var drawn = ViewParameters.Draw("a", number, Recipe);
            (drawn.CropX + drawn.CropWidth).ShouldBeInRange(0, 1 + 1e-9);
            (drawn.CropY + drawn.CropHeight).ShouldBeInRange(0, 1 + 1e-9);
            (drawn.CropWidth * drawn.CropHeight).ShouldBeInRange(0.6, 1);
            drawn.Brightness.ShouldBeInRange(0.85, 1.15);
            Math.Abs(drawn.Hue).ShouldBeLessThanOrEqualTo(4);
        }
    }

    [Fact]
    public void A_view_without_any_change_is_nearly_the_network_input()
    {
        var original = Pictures.Scene(448, 448).PngsaveBuffer();

        var view = AugmentedViews.Make(original, "a", Still).Single();

        MeanDifference(view.Pixels, NetworkInput.FromOriginal(original, CanonicalRecipe.Default, new())).ShouldBeLessThan(1);
    }

    [Fact]
    public void Flips_and_turns_are_what_the_parameters_say()
    {
        using var scene = Pictures.Scene(224, 224);
        var source = CanonicalImage.Render(scene.PngsaveBuffer(), CanonicalRecipe.Default);
        var still = AugmentedViews.Make(scene.PngsaveBuffer(), "a", Still).Single().Parameters;

        byte[] Sample(ViewParameters parameters) =>
            ViewSampler.Sample(source, parameters, new ColourTransform(parameters, 0), 224);

        MeanDifference(Sample(still with { FlipHorizontal = true }), Bytes(scene.FlipHor())).ShouldBeLessThan(0.6);
        MeanDifference(Sample(still with { FlipVertical = true }), Bytes(scene.FlipVer())).ShouldBeLessThan(0.6);
        MeanDifference(Sample(still with { Rotation = 90 }), Bytes(scene.Rot270())).ShouldBeLessThan(0.6);
        MeanDifference(Sample(still with { Rotation = 180 }), Bytes(scene.Rot180())).ShouldBeLessThan(0.6);
    }

    [Fact]
    public void Turned_corners_are_mirrored_and_not_black()
    {
        var bright = (Pictures.Scene(300, 200) * 0.0 + 180).Cast(Enums.BandFormat.Uchar).PngsaveBuffer();

        foreach (var view in AugmentedViews.Make(bright, "a", Still with { Views = 5, MaxRotation = 180 }))
        {
            view.Pixels.ShouldAllBe(value => value >= 179 && value <= 181);
        }
    }

    [Fact]
    public void Colours_change_as_the_parameters_say()
    {
        var neutral = ViewParameters.Draw("a", 0, Still);

        Colour(neutral, 120, 80, 40).ShouldBe([120, 80, 40]);
        Colour(neutral with { Brightness = 1.1 }, 120, 80, 40).ShouldBe([132, 88, 44]);
        Colour(neutral with { Contrast = 0.5 }, 120, 80, 40).ShouldBe([110, 90, 70]);
        Colour(neutral with { Saturation = 0 }, 120, 80, 40).ShouldBe([87, 87, 87]);
        Colour(neutral with { Hue = 30 }, 90, 90, 90).ShouldBe([90, 90, 90]);

        static byte[] Colour(ViewParameters parameters, byte red, byte green, byte blue)
        {
            var target = new byte[3];
            new ColourTransform(parameters, meanLuminance: 100).Apply(red, green, blue, target);
            return target;
        }
    }

    [Fact]
    public void A_picture_that_ends_early_gives_no_views()
    {
        var bytes = Pictures.Jpeg(800, 600);

        Should.Throw<BadImageException>(() => AugmentedViews.Make(bytes.AsMemory(0, bytes.Length / 2), "a", Recipe));
    }

    [Fact]
    public void A_recipe_that_makes_no_sense_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => AugmentedViews.Make(Pictures.Jpeg(), "a", Recipe with { MinCropArea = 0 }))
            .Message.ShouldContain("MinCropArea");

    [Fact]
    public void A_sheet_gives_back_the_views()
    {
        var views = AugmentedViews.Make(Pictures.Jpeg(640, 480), "a", Recipe);

        var decoded = ViewSheet.Decode(ViewSheet.Encode(views, Recipe.Size), Recipe.Size);

        decoded.Count.ShouldBe(4);
        decoded.Zip(views).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second.Pixels));
    }

    [Fact]
    public void A_sheet_of_another_size_is_refused()
    {
        var sheet = ViewSheet.Encode(AugmentedViews.Make(Pictures.Jpeg(), "a", Recipe), Recipe.Size);

        Should.Throw<BadImageException>(() => ViewSheet.Decode(sheet, 256)).Message.ShouldContain("256");
    }

    private static byte[] Bytes(Image image) => image.WriteToMemory<byte>();

    private static double MeanDifference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
