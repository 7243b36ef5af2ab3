using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

public sealed class DroppingLabelSheets : InboxTest
{
    [Theory]
    [InlineData("labels.csv")]
    [InlineData("my images/Labels.CSV")]
    public async Task A_sheet_is_stored_in_normal_form_and_said(string key)
    {
        var imported = await DropAndSweepAsync<LabelsImported>(
            key, "filename,label,patient_id\r\na.jpg,Melanoma,p1\r\nb.jpg,nevus,\r\n"u8.ToArray());

        (imported.DropKey, imported.Rows).ShouldBe((key, 2));
        var sheet = await Store.GetJsonAsync<LabelSheet>(Buckets.Images, imported.Sheet.Key, Cancellation);
        sheet!.DroppedAt.ShouldBe(Time.GetUtcNow());
        sheet.Rows.ShouldBe([
            new LabelSheetRow { FileName = "a.jpg", Label = "melanoma", PatientId = "p1" },
            new LabelSheetRow { FileName = "b.jpg", Label = "nevus" },
        ]);
        imported.Sheet.Key.ShouldBe(Keys.LabelSheet(sheet.SheetId));
        await InboxShouldBeEmptyAsync();
    }

    [Fact]
    public async Task One_bad_row_refuses_the_whole_sheet_and_names_it()
    {
        var csv = "filename,label\na.jpg,melanoma\nb.jpg,<b>\n"u8.ToArray();
        var rejected = await DropAndSweepAsync<ImageRejected>("labels.csv", csv);

        await ShouldBeKeptAsync(rejected, "labels.csv", "badLabelSheet", csv);
        rejected.Message.ShouldContain("Row 3: '<b>'");
        Published<LabelsImported>().ShouldBeEmpty();
        (await KeysAsync(Buckets.Images, Keys.LabelSheets)).ShouldBeEmpty();
    }
}
