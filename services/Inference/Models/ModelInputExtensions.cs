using System.Globalization;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>A model's way to see an image, carried out by Imaging.</summary>
internal static class ModelInputExtensions
{
    public static NetworkInputRecipe Recipe(this ModelInput input) =>
        new() { Size = input.Size, Filter = input.Filter, CentreCrop = input.CentreCrop };

    /// <summary>The rows that the network is shown of an image.</summary>
    public static int TestRows(this ModelCard card) => card.TestViews * card.Input.Recipe().Crops;

    /// <summary>The recipe of an id such as <c>c1-512</c>; null where this build's pixels would be others.</summary>
    public static CanonicalRecipe? CanonicalRecipe(this ModelInput input)
    {
        var digits = input.Canonical[(input.Canonical.LastIndexOf('-') + 1)..];
        var recipe = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var shortSide)
            ? new CanonicalRecipe { ShortSide = shortSide }
            : null;
        return recipe?.Id == input.Canonical ? recipe : null;
    }

    /// <summary>The network's input for a picture; the input's recipe was checked when the model was loaded.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static byte[] Prepare(this ModelInput input, ReadOnlyMemory<byte> image) =>
        NetworkInput.FromOriginal(image, input.CanonicalRecipe()!, input.Recipe());
}
