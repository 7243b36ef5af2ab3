using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>
/// What distinguishes the classes: asymmetry, border, colours and, a little, size (the ABCD of dermoscopy). Every one is
/// drawn from distributions that overlap; how dark a lesion is says nothing at all.
/// </summary>
/// <param name="Radius">Mean radius in heights of the picture.</param>
/// <param name="Elongation">Long by short axis.</param>
/// <param name="Density">How much pigment, whatever the class.</param>
/// <param name="BorderIrregularity">Relative deviation of the border from an ellipse.</param>
/// <param name="Lopsidedness">How far one side bulges, relative to the radius.</param>
/// <param name="EdgeVariation">0: the edge fades alike all around; 1: here abrupt, there not.</param>
/// <param name="Patchiness">How much the pigment differs from place to place.</param>
/// <param name="Disorder">How irregular network and globules are, 0 to 1.</param>
/// <param name="Veil">Strength of a blue-grey veil over a part.</param>
/// <param name="Regression">Strength of a pale scar in a part.</param>
/// <param name="Redness">Strength of a red part.</param>
internal sealed record LesionTraits(
    float Radius,
    float Elongation,
    float Density,
    float BorderIrregularity,
    float Lopsidedness,
    float EdgeVariation,
    float Patchiness,
    float Disorder,
    float Veil,
    float Regression,
    float Redness)
{
    public static LesionTraits Draw(SeededRandom random, bool malignant)
    {
        float ByClass(float benign, float ofMalignant, float deviation) =>
            Math.Max(0, random.Normal(malignant ? ofMalignant : benign, deviation));
        float Sometimes(double benign, double ofMalignant, float from, float to)
        {
            var strength = random.Uniform(from, to);
            return random.Chance(malignant ? ofMalignant : benign) ? strength : 0;
        }

        return new LesionTraits(
            Radius: Math.Clamp(random.Normal(malignant ? 0.275f : 0.25f, 0.05f), 0.14f, 0.4f),
            Elongation: random.Uniform(1, 1.35f),
            Density: random.Uniform(0.45f, 1.25f),
            BorderIrregularity: ByClass(0.035f, 0.115f, 0.022f),
            Lopsidedness: ByClass(0.03f, 0.19f, 0.06f),
            EdgeVariation: ByClass(0.1f, 0.8f, 0.2f),
            Patchiness: ByClass(0.13f, 0.62f, 0.12f),
            Disorder: Math.Min(1, ByClass(0.12f, 0.8f, 0.15f)),
            Veil: Sometimes(0.03, 0.6, 0.35f, 0.8f),
            Regression: Sometimes(0.05, 0.4, 0.3f, 0.7f),
            Redness: Sometimes(0.15, 0.4, 0.2f, 0.6f));
    }
}
