using System.Globalization;

namespace Lesion.Inference.Serving;

/// <summary>The model that a request asks for: what an alias names when its batch is formed, or a version.</summary>
/// <param name="Version">Null: an alias.</param>
/// <param name="IsChallenger">The alias <c>challenger</c>; otherwise, without a version, <c>champion</c>.</param>
internal readonly record struct ModelTarget(int? Version, bool IsChallenger = false)
{
    /// <summary>The default.</summary>
    public static readonly ModelTarget Champion;

    public static readonly ModelTarget Challenger = new(Version: null, IsChallenger: true);

    public static ModelTarget Of(int version) => new(version);

    /// <summary>Null where a text is neither an alias nor the number of a version.</summary>
    public static ModelTarget? Parse(string text) => text switch
    {
        "champion" => Champion,
        "challenger" => Challenger,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 => Of(version),
        _ => null,
    };

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Version?.ToString(CultureInfo.InvariantCulture) ?? (IsChallenger ? "challenger" : "champion");
}
