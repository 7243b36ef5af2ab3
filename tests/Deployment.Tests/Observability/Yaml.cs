using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>YAML of the repository; a key that its type has not is an error.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Deserializer =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    public static T Read<T>(string path) => Deserializer.Deserialize<T>(File.ReadAllText(path));
}
