using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Lesion.Deployment.Tests.Compose;

/// <summary>A compose file as it is written, its YAML merges done and its variables not.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<string, object> _root;

    private ComposeFile(string path)
    {
        Path = path;
        Text = File.ReadAllText(Repository.PathOf(path));
        var parser = new MergingParser(new Parser(new StringReader(Text)));
        _root = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        Services = Section("services").ToDictionary(
            service => service.Key, service => new ComposeService(service.Key, (Dictionary<object, object>)service.Value));
    }

    public static ComposeFile Base { get; } = new("docker-compose.yml");

    public static ComposeFile SeaweedFS { get; } = new("deploy/compose/seaweedfs.yml");

    public static IReadOnlyList<ComposeFile> All { get; } = [Base, SeaweedFS];

    /// <summary>Relative to the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlyDictionary<string, ComposeService> Services { get; }

    /// <summary>The services whose images are built here.</summary>
    public IEnumerable<ComposeService> Ours => Services.Values.Where(service => service.Project is not null);

    public IReadOnlyCollection<string> Sections => [.. _root.Keys.Where(key => !key.StartsWith("x-", StringComparison.Ordinal))];

    public IReadOnlyCollection<string> Volumes => [.. Section("volumes").Keys];

    public IReadOnlyCollection<string> Networks => [.. Section("networks").Keys];

    public override string ToString() => Path;

    private Dictionary<string, object> Section(string name) => _root.TryGetValue(name, out var section)
        ? ((Dictionary<object, object>)section).ToDictionary(entry => (string)entry.Key, entry => entry.Value)
        : [];
}
