using Lesion.EndToEnd.Support;
using Lesion.Storage;

namespace Lesion.EndToEnd;

public sealed class CatalogRebuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_rebuilt_catalog_knows_what_the_lost_one_knew()
    {
        string before;
        await using (var server = await LesionServer.StartAsync(_folder.Path))
        {
            for (var index = 0; index < 3; index++)
            {
                Inbox.Drop(_folder.Path, $"{PaintedSet.Label(index)}/{index}.jpg", PaintedSet.Picture(index));
            }

            await Eventually.IsTrueAsync("all three are prepared", async () =>
                (await server.GetAsync("/v1/images?prepared=true"))["items"]!.AsArray().Count == 3);
            before = (await server.GetAsync("/v1/images")).ToJsonString();
            var refused = await LesionProcess.RunAsync("catalog", "rebuild", "--data", _folder.Path);
            refused.ExitCode.ShouldBe(1, refused.ToString());
            refused.Errors.ShouldContain("Another process works on");
        }

        foreach (var file in Directory.GetFiles(_folder.Path, "catalog.db*"))
        {
            File.Delete(file);
        }

        var rebuilt = await LesionProcess.RunAsync("catalog", "rebuild", "--data", _folder.Path);

        rebuilt.ExitCode.ShouldBe(0, rebuilt.ToString());
        rebuilt.Output.ShouldBe("The catalog was made anew from 9 objects.\n");
        rebuilt.Errors.ShouldContain("images: 3 read");
        await using var again = await LesionServer.StartAsync(_folder.Path);
        (await again.GetAsync("/v1/images")).ToJsonString().ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_without_state_is_refused_and_not_made()
    {
        var nowhere = Path.Combine(_folder.Path, "nowhere");

        var outcome = await LesionProcess.RunAsync("catalog", "rebuild", "--data", nowhere);

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain($"There is no state in '{nowhere}'");
        Directory.Exists(nowhere).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();
}
