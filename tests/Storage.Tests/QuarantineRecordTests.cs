namespace Lesion.Storage.Tests;

public sealed class QuarantineRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, 123, 456, TimeSpan.Zero);

    [Fact]
    public void What_was_written_as_metadata_is_read_again()
    {
        var record = new QuarantineRecord("malignant/Muttermal größer.jpg", "truncated", "'ß.jpg' ends early.", Noon, "abc");

        var metadata = record.ToMetadata();

        metadata.Values.ShouldAllBe(value => value.All(char.IsAscii));
        QuarantineRecord.FromMetadata(metadata).ShouldBe(record);
    }

    [Fact]
    public void However_long_the_key_and_the_message_the_metadata_fits()
    {
        var metadata = new QuarantineRecord(
            string.Concat(Enumerable.Repeat("😀é", 400)), "notAnImage", new string('ü', 3000), Noon, new string('a', 64)).ToMetadata();

        metadata.Sum(pair => pair.Key.Length + pair.Value.Length).ShouldBeLessThan(2048);
        QuarantineRecord.FromMetadata(metadata)!.DropKey.ShouldStartWith("😀é😀é");
    }

    [Theory]
    [InlineData("benign/a.jpg", "quarantine/d/a.jpg")]
    [InlineData("benign/../../etc/passwd", "quarantine/d/passwd")]
    [InlineData("benign/..", "quarantine/d/file")]
    [InlineData("benign/a b\n.jpg", "quarantine/d/a_b_.jpg")]
    [InlineData("C:\\x\\.hidden", "quarantine/d/hidden")]
    public void A_refused_file_keeps_its_name_as_far_as_that_is_harmless(string dropKey, string expected) =>
        QuarantineRecord.KeyFor("d", dropKey).ShouldBe(expected);

    [Fact]
    public void An_object_without_a_reason_has_no_record() =>
        QuarantineRecord.FromMetadata(new Dictionary<string, string>()).ShouldBeNull();
}
