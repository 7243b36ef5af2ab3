namespace Lesion.EndToEnd.Support;

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lesion-test-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string WriteFile(string relative, ReadOnlySpan<byte> bytes)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
