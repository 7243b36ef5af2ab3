namespace Lesion.Learning.Weights.Library;

/// <summary>The folders in which weights are looked for, in this order: the user's, those that were shipped, the cache.</summary>
public sealed class WeightLibrary
{
    /// <summary>Names the user's folder.</summary>
    public const string FolderVariable = "LESION_WEIGHTS_DIR";

    private readonly string[] _folders;

    /// <param name="folder">The user's, if any; it is only read.</param>
    /// <param name="cache">Where downloads go; made when it is needed.</param>
    public WeightLibrary(string? folder, string cache)
    {
        Cache = cache;
        _folders = [.. folder is null ? Enumerable.Empty<string>() : [folder], Path.Combine(AppContext.BaseDirectory, "weights"), cache];
    }

    /// <summary>The folder in <c>LESION_WEIGHTS_DIR</c>, and a cache in the user's own.</summary>
    public static WeightLibrary Default { get; } = new(
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null, DefaultCache());

    /// <summary>The folder that downloads go to.</summary>
    public string Cache { get; }

    /// <exception cref="FileNotFoundException">They are not on this machine; the message says how to get them.</exception>
    public string Find(PretrainedWeights weights) => TryFind(weights) ?? throw new FileNotFoundException(
        $"The weights '{weights.Name}' are not on this machine: no file {string.Join(", ", FileNames(weights))} in {string.Join(", ", _folders)}. "
        + $"Put it into a folder and name that folder in {FolderVariable}.", weights.FileName);

    /// <returns>The path; null where they are not on this machine.</returns>
    public string? TryFind(PretrainedWeights weights) => Path.IsPathRooted(weights.FileName) || File.Exists(weights.FileName)
        ? File.Exists(weights.FileName) ? Path.GetFullPath(weights.FileName) : null
        : _folders.SelectMany(folder => FileNames(weights).Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static IEnumerable<string> FileNames(PretrainedWeights weights) => weights.Name == weights.FileName
        ? [weights.FileName]
        : [weights.FileName, $"{weights.Name}.safetensors", $"{weights.Name}.pth"];

    private static string DefaultCache()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(Path.IsPathRooted(cache) ? cache : Path.GetTempPath(), "lesion", "weights");
    }
}
