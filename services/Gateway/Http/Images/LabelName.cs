using System.Text.RegularExpressions;
using Lesion.Storage;

namespace Lesion.Gateway.Http;

/// <summary>What a label may be called.</summary>
internal static partial class LabelName
{
    /// <summary>In lower case.</summary>
    /// <exception cref="BadRequestException">No label may be called that.</exception>
    public static string Parse(string label)
    {
        var name = label.Trim().ToLowerInvariant();
        return Allowed().IsMatch(name) && name != Keys.Unlabelled
            ? name
            : throw new BadRequestException(
                "badLabel",
                $"'{label}' cannot be a label: take 1 to 64 letters, digits, spaces, '-', '_' and '.', beginning with a"
                + $" letter or a digit, and not '{Keys.Unlabelled}'.");
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} ._-]{0,63}\z")]
    private static partial Regex Allowed();
}
