using System.Text;
using Lesion.Contracts;
using Lesion.Storage.Labels;

namespace Lesion.Storage.Tests.Labels;

public sealed class ReadingLabelSheets
{
    [Fact]
    public void Every_column_is_read_and_others_are_ignored()
    {
        var rows = Read("age,FileName,Label,group,patient_id,LESION_ID,split\n54,a/b.jpg, Melanoma ,g1,p1,l1,VAL\n");

        rows.ShouldBe([
            new LabelSheetRow
            {
                FileName = "a/b.jpg", Label = "melanoma", Group = "g1", PatientId = "p1", LesionId = "l1", Split = Split.Val,
            },
        ]);
    }

    [Theory]
    [InlineData("filename,label\na.jpg,nevus\nb.jpg,melanoma")]
    [InlineData("\uFEFFfilename,label\r\na.jpg,nevus\r\n\r\nb.jpg,melanoma\r\n")]
    [InlineData("filename,label\ra.jpg,nevus\rb.jpg,melanoma\r")]
    [InlineData("filename;label\na.jpg;nevus\nb.jpg;melanoma\n\n")]
    [InlineData("\"filename\",\"label\"\n\"a.jpg\",\"nevus\"\n\"b.jpg\",melanoma\n,\n")]
    [InlineData("label,filename\nnevus,./a.jpg\nmelanoma,/b.jpg")]
    public void Any_usual_way_of_writing_the_file_reads_the_same(string csv) =>
        Read(csv).Select(row => (row.FileName, row.Label)).ShouldBe([("a.jpg", "nevus"), ("b.jpg", "melanoma")]);

    [Fact]
    public void A_quoted_field_may_hold_separators_quotes_and_line_ends()
    {
        var row = Read("filename,label,group,note\n\"a,b \"\"c\"\".jpg\",nevus,\"p\n7\",\"\"\n").ShouldHaveSingleItem();

        (row.FileName, row.Group).ShouldBe(("a,b \"c\".jpg", "p\n7"));
    }

    [Fact]
    public void A_row_may_leave_out_what_it_does_not_know()
    {
        var row = Read("filename,label,split\nfolder\\a.jpg,,test").ShouldHaveSingleItem();

        row.ShouldBe(new LabelSheetRow { FileName = "folder/a.jpg", Split = Split.Test });
    }

    [Theory]
    [InlineData("", "first row")]
    [InlineData("a.jpg,nevus\n", "a.jpg,nevus")]
    [InlineData("filename,age\na.jpg,5\n", "at least one of")]
    [InlineData("filename,label,Label\na.jpg,x,y\n", "'label' twice")]
    [InlineData("filename,label\n", "no rows")]
    [InlineData("filename,label\na.jpg,nevus\nb.jpg\n", "Row 3: it has 1 fields")]
    [InlineData("filename,label\n\nb.jpg,a,b\n", "Row 3: it has 3 fields")]
    [InlineData("filename,label\na.jpg,<script>\n", "Row 2: '<script>'")]
    [InlineData("filename,label\n,nevus\n", "Row 2: it has no filename")]
    [InlineData("filename,label\n../a.jpg,nevus\n", "Row 2: the filename '../a.jpg'")]
    [InlineData("filename,split\na.jpg,hold-out\n", "Row 2: the split 'hold-out'")]
    [InlineData("filename,label\na.jpg,\"nevus\n", "Row 2 opens a quote that is never closed")]
    [InlineData("filename,label\n\"a\"b.jpg,nevus\n", "Row 2 has text after a closing quote")]
    public void A_sheet_that_cannot_be_used_says_which_row_and_why(string csv, string part) =>
        Should.Throw<BadLabelSheetException>(() => Read(csv)).Message.ShouldContain(part);

    [Fact]
    public void Of_very_many_bad_rows_the_first_are_named()
    {
        var csv = "filename,label\n" + string.Concat(Enumerable.Range(2, 1000).Select(row => $"{row}.jpg,???\n"));

        var message = Should.Throw<BadLabelSheetException>(() => Read(csv)).Message;

        message.ShouldContain("Row 6:");
        message.ShouldEndWith("… and 995 more rows.");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public void Bytes_that_are_no_utf8_are_refused(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding).GetPreamble()
            .Concat(Encoding.GetEncoding(encoding).GetBytes("filename,label\né.jpg,nævus\n")).ToArray();

        Should.Throw<BadLabelSheetException>(() => LabelSheetReader.Read(new MemoryStream(bytes)))
            .Message.ShouldContain("UTF-8");
    }

    private static IReadOnlyList<LabelSheetRow> Read(string csv) =>
        LabelSheetReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
}
