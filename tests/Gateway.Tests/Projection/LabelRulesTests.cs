using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;

namespace Lesion.Gateway.Tests.Projection;

public sealed class LabelRulesTests
{
    [Theory]
    [InlineData(null, new string?[] { }, new[] { "benign" }, "benign", LabelSource.Folder, "Labelled")]
    [InlineData(null, new[] { "malignant" }, new[] { "benign" }, "malignant", LabelSource.Csv, "Labelled")]
    [InlineData(null, new string?[] { null }, new[] { "benign" }, "benign", LabelSource.Folder, "Labelled")]
    [InlineData("nevus", new[] { "malignant" }, new[] { "benign" }, "nevus", LabelSource.Person, "Labelled")]
    [InlineData(null, new string?[] { }, new[] { "benign", "malignant" }, null, LabelSource.Folder, "Conflicted")]
    [InlineData(null, new[] { "benign", "malignant" }, new[] { "benign" }, null, LabelSource.Csv, "Conflicted")]
    [InlineData(null, new[] { "benign", "benign" }, new[] { "malignant" }, "benign", LabelSource.Csv, "Labelled")]
    [InlineData("nevus", new[] { "benign", "malignant" }, new string?[] { }, "nevus", LabelSource.Person, "Labelled")]
    [InlineData(null, new string?[] { }, new string?[] { null }, null, null, "Unlabelled")]
    public void A_person_outranks_a_sheet_and_a_sheet_a_folder(
        string? person, string?[] sheets, string?[] folders, string? label, LabelSource? source, string state)
    {
        var row = person is null ? null : new PersonLabelRow { ImageId = "a", Label = person };

        LabelRules.Resolve(row, sheets, folders).ShouldBe(new ResolvedLabel(label, source, Enum.Parse<LabelState>(state)));
    }

    [Fact]
    public void A_person_who_takes_the_label_back_outranks_the_others_too() =>
        LabelRules.Resolve(new PersonLabelRow { ImageId = "a" }, ["benign"], ["benign"]).ShouldBe(ResolvedLabel.None);

    [Theory]
    [InlineData("1.jpg", "benign/1.jpg", true)]
    [InlineData("train/benign/1.jpg", "benign/1.jpg", true)]
    [InlineData("train/benign/1.jpg", "malignant/1.jpg", false)]
    [InlineData("nign/1.jpg", "benign/1.jpg", false)]
    [InlineData("train/benign/1.jpg", "unlabelled/1.jpg", true)]
    [InlineData("11.jpg", "unlabelled/1.jpg", false)]
    public void Rows_and_drops_meet_in_whole_segments(string sheetPath, string dropKey, bool meet) =>
        LabelRules.SpeaksOf(sheetPath, dropKey).ShouldBe(meet);
}
