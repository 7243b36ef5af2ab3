using Lesion.Learning.Native;

namespace Lesion.Learning.Tests.Native;

public sealed class PatchedLibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-native-");

    [Fact]
    public void Many_at_once_end_with_one_whole_file()
    {
        var library = new byte[100_000];
        Random.Shared.NextBytes(library);

        var paths = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => PatchedLibrary.Place(library, [_folder.FullName]))
            .ToList();

        paths.Distinct().ShouldHaveSingleItem();
        _folder.GetFiles().ShouldHaveSingleItem();
        File.ReadAllBytes(paths[0]).ShouldBe(library);
    }

    [Fact]
    public void A_damaged_copy_is_replaced()
    {
        byte[] library = [1, 2, 3];
        var path = PatchedLibrary.Place(library, [_folder.FullName]);
        File.WriteAllBytes(path, [1]);

        PatchedLibrary.Place(library, [_folder.FullName]).ShouldBe(path);

        File.ReadAllBytes(path).ShouldBe(library);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_passed_over()
    {
        var noFolder = Path.Combine(_folder.FullName, "a-file");
        File.WriteAllText(noFolder, "");
        var cache = Path.Combine(_folder.FullName, "cache");

        PatchedLibrary.Place([1], [noFolder, cache]).ShouldStartWith(cache);

        Should.Throw<DllNotFoundException>(() => PatchedLibrary.Place([1], [noFolder])).Message.ShouldContain("a-file");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
