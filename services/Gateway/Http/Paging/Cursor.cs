using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Lesion.Gateway.Http;

/// <summary>The place after which a page begins: the time and the id of the last item of the page before.</summary>
internal readonly record struct Cursor(DateTimeOffset Time, string Id)
{
    /// <summary>Before the newest.</summary>
    public static Cursor Start { get; } = new(DateTimeOffset.MaxValue, "");

    /// <summary>Opaque to clients.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Time.UtcTicks}/{Id}"));

    /// <exception cref="BadRequestException">Not a cursor that this service gave.</exception>
    public static Cursor Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Start;
        }

        if (Base64Url.IsValid(text)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('/', 2) is [var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time <= DateTimeOffset.MaxValue.Ticks)
        {
            return new Cursor(new DateTimeOffset(time, TimeSpan.Zero), id);
        }

        throw new BadRequestException("badCursor", "The 'cursor' is none that a list gave as 'next': start again without it.");
    }
}
