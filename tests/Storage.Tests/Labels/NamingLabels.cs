using Lesion.Storage.Labels;

namespace Lesion.Storage.Tests.Labels;

public sealed class NamingLabels
{
    [Theory]
    [InlineData("Melanoma", "melanoma")]
    [InlineData("  basal cell_carcinoma-2.1 ", "basal cell_carcinoma-2.1")]
    [InlineData("Me\u0301LANOME", "m\u00e9lanome")]
    [InlineData("M\u00c9lanome", "m\u00e9lanome")]
    [InlineData("Zn\u030cak s\u030c", "z\u0148ak \u0161")]
    [InlineData("黒子", "黒子")]
    [InlineData("मेलेनोमा", "मेलेनोमा")]
    public void One_label_has_one_spelling(string text, string label) => LabelName.Normalise(text).ShouldBe(label);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("a:b", "':'")]
    [InlineData("a/b", "'/'")]
    [InlineData("<b>", "'<'")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("😀", "😀")]
    [InlineData("...", "no letter or digit")]
    [InlineData("q\u0301", "U+0301")]
    public void What_is_no_label_is_refused_with_the_reason(string text, string part) =>
        Should.Throw<InvalidLabelException>(() => LabelName.Normalise(text)).Message.ShouldContain(part);

    [Fact]
    public void A_label_has_at_most_64_characters()
    {
        LabelName.Normalise(new string('x', 64)).Length.ShouldBe(64);
        Should.Throw<InvalidLabelException>(() => LabelName.Normalise(new string('x', 65))).Message.ShouldContain("65 characters");
    }
}
