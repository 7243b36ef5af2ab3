using Lesion.Contracts;

namespace Lesion.Imaging;

/// <summary>
/// An activation map laid over the picture it explains: orange where the picture speaks for a class, blue where it speaks
/// against, and the picture's own lightness below. Colours are mixed in Oklab, so that equal evidence looks equally strong.
/// </summary>
public static class ActivationOverlay
{
    /// <summary>The share of the cells whose evidence is shown in full colour; the rest is in proportion.</summary>
    private const double FullColourShare = 0.02;

    private const double BaseChroma = 0.25;
    private const double LightnessPull = 0.3;
    private static readonly Oklab For = Oklab.OfHue(0.72, 0.19, hue: 50);
    private static readonly Oklab Against = Oklab.OfHue(0.62, 0.17, hue: 255);

    /// <summary>The canonical form of a picture under the map of its answer, as a PNG.</summary>
    /// <param name="image">The bytes of the picture.</param>
    /// <param name="map">From the answer.</param>
    /// <param name="label">The class whose evidence is shown.</param>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    /// <exception cref="ArgumentException">The map has no such class.</exception>
    public static byte[] Render(ReadOnlyMemory<byte> image, ActivationMap map, string label)
    {
        return CanonicalImage.Encode(Tint(CanonicalImage.Render(image, CanonicalRecipe.Default), map, label)).Png;
    }

    /// <summary>A picture of any size under the map of its answer.</summary>
    /// <exception cref="ArgumentException">The map has no such class.</exception>
    public static RgbImage Tint(RgbImage picture, ActivationMap map, string label)
    {
        var evidence = Evidence(map, label);
        var pixels = new byte[picture.Pixels.Length];
        Parallel.For(0, picture.Height, y => TintRow(picture, evidence, map, y, pixels));
        return picture with { Pixels = pixels };
    }

    /// <summary>
    /// What a class's logit has over the mean of all logits, by location, since only differences of logits count;
    /// scaled to [-1, 1].
    /// </summary>
    private static float[] Evidence(ActivationMap map, string label)
    {
        if (!map.Values.TryGetValue(label, out var own))
        {
            throw new ArgumentException($"'{label}' is none of the classes {string.Join(", ", map.Values.Keys)}.", nameof(label));
        }

        float[] evidence = [.. own.Select((value, location) => value - map.Values.Values.Average(values => values[location]))];
        var magnitudes = evidence.Select(Math.Abs).OrderDescending().ToArray();
        var full = magnitudes[(int)(magnitudes.Length * FullColourShare)];
        return full > 0 ? [.. evidence.Select(value => Math.Clamp(value / full, -1, 1))] : evidence;
    }

    private static void TintRow(RgbImage picture, float[] evidence, ActivationMap map, int y, byte[] pixels)
    {
        var gridY = ((y + 0.5) * map.Height / picture.Height) - 0.5;
        for (var x = 0; x < picture.Width; x++)
        {
            var gridX = ((x + 0.5) * map.Width / picture.Width) - 0.5;
            var at = ((y * picture.Width) + x) * 3;
            var below = Oklab.OfSrgb(picture.Pixels[at], picture.Pixels[at + 1], picture.Pixels[at + 2]);
            Tint(below, Sample(evidence, map, gridX, gridY)).WriteSrgb(pixels.AsSpan(at, 3));
        }
    }

    private static Oklab Tint(Oklab below, double evidence)
    {
        var colour = evidence >= 0 ? For : Against;
        var strength = Math.Abs(evidence);
        return new Oklab(
            below.L + (LightnessPull * strength * (colour.L - below.L)),
            (below.A * BaseChroma * (1 - strength)) + (colour.A * strength),
            (below.B * BaseChroma * (1 - strength)) + (colour.B * strength));
    }

    /// <summary>Bilinear between the centres of the cells.</summary>
    private static double Sample(float[] grid, ActivationMap map, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, bottom) = (x - left, y - top);
        return ((1 - bottom) * (((1 - right) * At(left, top)) + (right * At(left + 1, top))))
            + (bottom * (((1 - right) * At(left, top + 1)) + (right * At(left + 1, top + 1))));

        double At(int column, int row) =>
            grid[(Math.Clamp(row, 0, map.Height - 1) * map.Width) + Math.Clamp(column, 0, map.Width - 1)];
    }
}
