using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Evaluation.Folders;
using Lesion.Imaging;
using Lesion.Storage.Labels;

namespace Lesion.Evaluation.Tests.Folders;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lesion-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folders_name_labels()
    {
        Write("Malignant/a.png");
        Write("benign/deeper/b.png");
        Write("unlabelled/c.png");
        Write("d.png");
        Write("benign/.hidden");

        var images = ImageFolder.Find(_folder);

        images.Select(image => (image.Name, image.Label)).ShouldBe(
            [("Malignant/a.png", "malignant"), ("benign/deeper/b.png", "benign"), ("d.png", null), ("unlabelled/c.png", null)],
            ignoreOrder: true);
    }

    [Fact]
    public void A_sheet_rules_over_folders()
    {
        Write("train/malignant/a.png");
        Write("train/malignant/b.png");
        WriteSheet("filename,label,split,patient_id,lesion_id", "train/malignant/a.png,nevus,val,P,1");

        var images = ImageFolder.Find(_folder);

        images[0].Label.ShouldBe("nevus");
        images[0].Split.ShouldBe(Split.Val);
        images[0].GroupKeys.ShouldBe(GroupKeys.Of("P", "1", null));
        images[1].Label.ShouldBeNull();
    }

    [Fact]
    public void Files_are_grouped_by_what_the_sheet_says_of_them()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            Write($"{name}.png");
        WriteSheet("filename,label,patient_id,lesion_id,group", "a.png,nevus,P,1,", "b.png,nevus,,,g", "c.png,nevus,P,2,", "d.png,,P,,g", "e.png,nevus,,2,");

        var groups = ImageFolder.Groups(ImageFolder.Find(_folder));

        groups.ShouldBe(["a.png", "a.png", "a.png", "a.png", "e.png"]);
    }

    [Fact]
    public void Rows_that_disagree_make_a_conflict()
    {
        Write("a.png");
        WriteSheet("filename,label", "a.png,nevus", "x/a.png,melanoma");

        var image = ImageFolder.Find(_folder).ShouldHaveSingleItem();

        image.IsConflicted.ShouldBeTrue();
        image.Label.ShouldBeNull();
    }

    [Fact]
    public void A_sheet_that_cannot_be_used_is_named()
    {
        WriteSheet("filename,label", "a.png,nevus,again");

        Should.Throw<BadLabelSheetException>(() => ImageFolder.Find(_folder)).Message.ShouldContain(Path.Combine(_folder, "labels.csv"));
    }

    [Fact]
    public async Task A_dataset_lists_what_cannot_be_used_and_uses_the_rest()
    {
        for (var i = 0; i < 30; i++)
        {
            WritePicture($"benign/{i}.png", i);
            WritePicture($"malignant/{i}.png", 1000 + i);
        }

        WritePicture("benign/again.png", 3);
        WritePicture("benign/here.png", 5000);
        WritePicture("malignant/there.png", 5000);
        WritePicture("what?/a.png", 6000);
        Write("benign/broken.png");

        var dataset = await FolderDataset.ReadAsync(
            ImageFolder.Find(_folder), cancellationToken: TestContext.Current.CancellationToken);

        dataset.Manifest.Images.Count.ShouldBe(60);
        dataset.Manifest.Positive.ShouldBe("malignant");
        dataset.Manifest.Images.ShouldAllBe(image => dataset.Paths.ContainsKey(image.ImageId));
        dataset.Unusable.Select(file => file.Name).ShouldBe(["benign/broken.png", "what?/a.png"]);
        dataset.Manifest.LeftOut.Select(image => image.Reason).ShouldBe(
            [LeftOutReasons.Conflicted, LeftOutReasons.BadLabel, LeftOutReasons.Unreadable], ignoreOrder: true);
    }

    [Fact]
    public async Task A_dataset_of_broken_files_says_so()
    {
        Write("benign/broken.png");
        Write("malignant/broken.png");

        var thrown = await Should.ThrowAsync<DatasetException>(
            () => FolderDataset.ReadAsync(ImageFolder.Find(_folder), cancellationToken: TestContext.Current.CancellationToken));

        thrown.Message.ShouldContain("1 that cannot be read");
        thrown.Message.ShouldContain("benign/broken.png");
    }

    /// <summary>Noise of its own for every seed, so that no two pictures are twins.</summary>
    private void WritePicture(string name, int seed)
    {
        const int Side = 48;
        var pixels = new byte[Side * Side * 3];
        new Random(seed).NextBytes(pixels);
        Write(name, CanonicalImage.Encode(new RgbImage(pixels, Side, Side)).Png);
    }

    private void WriteSheet(params string[] lines) => Write("labels.csv", [.. string.Join('\n', lines).Select(letter => (byte)letter)]);

    private void Write(string name, byte[]? bytes = null)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes ?? [1, 2, 3]);
    }
}
