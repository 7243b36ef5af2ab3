using Lesion.EndToEnd.Support;

namespace Lesion.EndToEnd;

/// <summary>Image folders that no model can be made of: <c>train</c> says why and what to do.</summary>
public sealed class TrainingSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainingSetTests() => Directory.CreateDirectory(Images);

    private string Images => _folder["images"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task No_images() => FailsAsync("There are no files", "<label>");

    [Fact]
    public Task One_class()
    {
        for (var index = 0; index < 12; index++)
        {
            _folder.WriteFile($"images/benign/{index}.jpg", PaintedSet.Picture(index));
        }

        return FailsAsync("All 12 images are labelled 'benign'", "at least two classes");
    }

    [Fact]
    public Task Five_images()
    {
        PaintedSet.WriteTo(Images, 5);
        return FailsAsync("too few images", "are needed");
    }

    [Fact]
    public Task Every_image_broken()
    {
        _folder.WriteFile("images/benign/a.jpg", BadFiles.Text);
        _folder.WriteFile("images/malignant/b.jpg", BadFiles.CutOff(PaintedSet.Picture(1)));
        return FailsAsync("2 that cannot be read", "benign/a.jpg");
    }

    [Fact]
    public Task A_label_sheet_that_cannot_be_used()
    {
        _folder.WriteFile("images/labels.csv", "filename,label,split\n1.jpg,benign,sometimes\n"u8);
        return FailsAsync("labels.csv", "train, val, test");
    }

    [Fact]
    public Task An_unknown_positive_class()
    {
        PaintedSet.WriteTo(Images, 60);
        return FailsAsync("'evil'", "benign, malignant", "--positive", "evil");
    }

    private async Task FailsAsync(string why, string remedy, params string[] more)
    {
        var outcome = await LesionProcess.RunAsync(["train", "--images", Images, "--out", _folder["out"], .. more]);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain(why);
        outcome.Errors.ShouldContain(remedy);
        outcome.Errors.ShouldNotContain("   at ", customMessage: "A stack trace is no message.");
        Directory.Exists(_folder["out"]).ShouldBeFalse();
    }
}
