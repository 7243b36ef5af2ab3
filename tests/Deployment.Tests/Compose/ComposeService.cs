namespace Lesion.Deployment.Tests.Compose;

/// <summary>A service of a compose file.</summary>
internal sealed class ComposeService(string name, Dictionary<object, object> definition)
{
    public string Name => name;

    /// <summary>What is said of it, and nothing of it where it is only an addition to another file's service.</summary>
    public IReadOnlyCollection<string> Keys => [.. definition.Keys.Cast<string>()];

    /// <summary>The project below <c>services/</c> that its image is built of; null where the image is somebody else's.</summary>
    public string? Project => Map("build") is { } build ? (string)Map("args", build)!["SERVICE"] : null;

    public string Image => Text("image") ?? throw new InvalidOperationException($"The service '{name}' names no image.");

    public IReadOnlyDictionary<string, string> Environment =>
        (Map("environment") ?? []).ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value);

    public IReadOnlyList<string> Ports => List("ports");

    public IReadOnlyList<string> Volumes => List("volumes");

    public IReadOnlyList<string> Profiles => List("profiles");

    public IReadOnlyList<string> DroppedCapabilities => List("cap_drop");

    public IReadOnlyList<string> SecurityOptions => List("security_opt");

    public IReadOnlyList<string> Networks => Map("networks") is { } networks ? [.. networks.Keys.Cast<string>()] : List("networks");

    public IReadOnlyList<string> Dependencies => [.. (Map("depends_on") ?? []).Keys.Cast<string>()];

    public IReadOnlyList<string> HealthCheck => Map("healthcheck") is { } check ? List("test", check) : [];

    public string? Text(string key) => definition.GetValueOrDefault(key) as string;

    private Dictionary<object, object>? Map(string key, Dictionary<object, object>? of = null) =>
        (of ?? definition).GetValueOrDefault(key) as Dictionary<object, object>;

    private IReadOnlyList<string> List(string key, Dictionary<object, object>? of = null) =>
        (of ?? definition).GetValueOrDefault(key) is List<object> list ? [.. list.Cast<string>()] : [];
}
