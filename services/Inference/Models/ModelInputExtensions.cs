using System.Globalization;
using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Inference;

/// <summary>A model's way to see an image, carried out by Imaging.</summary>
internal static class ModelInputExtensions
{
    public static NetworkInputRecipe Recipe(this ModelInput input) => new() { Size = input.Size, Filter = input.Filter };

    /// <summary>The network's input for a picture.</summary>
    public static byte[] Prepare(this ModelInput input, ReadOnlyMemory<byte> image) =>
        NetworkInput.FromOriginal(image, CanonicalRecipeOf(input.Canonical)!, input.Recipe());

    /// <summary>The recipe of an id such as <c>c1-512</c>; null where this build's pixels would be others.</summary>
    public static CanonicalRecipe? CanonicalRecipeOf(string id)
    {
        var digits = id[(id.LastIndexOf('-') + 1)..];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var shortSide))
        {
            return null;
        }

        var recipe = new CanonicalRecipe { ShortSide = shortSide };
        return recipe.Id == id ? recipe : null;
    }
}
