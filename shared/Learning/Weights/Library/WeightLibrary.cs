namespace Lesion.Learning.Weights.Library;

/// <summary>
/// Where weights are on this machine: in the user's folder, among those that were shipped, or in the cache, which published weights
/// are fetched into. Variables of the environment say where: <c>LESION_WEIGHTS_DIR</c> the user's folder,
/// <c>LESION_WEIGHTS_URL</c> a mirror to fetch from, <c>XDG_CACHE_HOME</c> the folder that the cache is in.
/// </summary>
public sealed class WeightLibrary
{
    public const string FolderVariable = "LESION_WEIGHTS_DIR";
    public const string AddressVariable = "LESION_WEIGHTS_URL";

    private const string OfficialAddress = "https://download.pytorch.org/models/";

    private readonly string[] _folders;
    private readonly WeightFetcher _fetcher;

    /// <param name="folder">The user's, if any; it is only read.</param>
    /// <param name="cache">Made when it is needed.</param>
    /// <param name="address">What published files are fetched from; ends in a slash. PyTorch's by default.</param>
    /// <param name="time">For pauses; the system's by default.</param>
    public WeightLibrary(string? folder, string cache, Uri? address = null, TimeProvider? time = null)
    {
        _folders = [.. folder is null ? Enumerable.Empty<string>() : [folder], Path.Combine(AppContext.BaseDirectory, "weights"), cache];
        _fetcher = new WeightFetcher(address ?? new Uri(OfficialAddress), cache, time ?? TimeProvider.System);
    }

    /// <summary>As the environment says.</summary>
    public static WeightLibrary Default { get; } = new(
        Variable(FolderVariable), DefaultCache(), Variable(AddressVariable) is { } mirror ? new Uri($"{mirror.TrimEnd('/')}/") : null);

    /// <exception cref="FileNotFoundException">They are not on this machine; the message says how to get them.</exception>
    public string Find(PretrainedWeights weights)
    {
        if (TryFind(weights) is { } path)
            return path;
        throw new FileNotFoundException(
            Path.IsPathRooted(weights.FileName)
                ? $"There is no file '{weights.FileName}'."
                : $"The weights '{weights.Name}' are not on this machine: there is no {string.Join(" or ", FileNames(weights))} in "
                    + $"{string.Join(", ", _folders)}. Put the file into a folder and name the folder in {FolderVariable}.",
            weights.FileName);
    }

    /// <summary>Finds them, or fetches them into the cache. A file under its publisher's name is checked against that name's hash.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="FileNotFoundException">They are not on this machine, and nobody publishes them.</exception>
    /// <exception cref="InvalidDataException">A file on this machine is not what its name says.</exception>
    /// <exception cref="WeightsUnavailableException">They cannot be fetched.</exception>
    public async Task<string> EnsureAsync(
        PretrainedWeights weights, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (TryFind(weights) is not { } path)
            return weights.IsPublished ? await _fetcher.FetchAsync(weights, progress, cancellationToken) : Find(weights);
        if (Path.GetFileName(path) == Path.GetFileName(weights.FileName) && !await WeightFetcher.IsRightAsync(weights, path, cancellationToken))
            throw new InvalidDataException(
                $"{path} is not what its name says: its SHA-256 does not begin with {weights.Sha256Prefix}. Remove it, or fetch it again.");
        return path;
    }

    private string? TryFind(PretrainedWeights weights)
    {
        if (weights.IsFile && File.Exists(weights.FileName))
            return Path.GetFullPath(weights.FileName);
        return _folders.SelectMany(folder => FileNames(weights).Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>Those that a file may have in one of the folders.</summary>
    private static string[] FileNames(PretrainedWeights weights) => weights.IsFile
        ? [weights.FileName]
        : [weights.FileName, $"{weights.Name}.safetensors", $"{weights.Name}.pth"];

    private static string DefaultCache()
    {
        var cache = Variable("XDG_CACHE_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(Path.IsPathRooted(cache) ? cache : Path.GetTempPath(), "lesion", "weights");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
