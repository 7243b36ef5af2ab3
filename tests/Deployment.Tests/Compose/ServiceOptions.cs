using System.Reflection;
using Lesion.ServiceDefaults;

namespace Lesion.Deployment.Tests.Compose;

/// <summary>The settings that a service has, read off its options classes: those with a constant <c>Section</c>.</summary>
internal static class ServiceOptions
{
    private const string SectionConstant = "Section";

    /// <param name="project">Of <c>services/</c>.</param>
    /// <returns>Names of environment variables, such as <c>Lesion__Storage__Endpoint</c>.</returns>
    public static IReadOnlySet<string> Of(string project) =>
        new[] { typeof(LesionOptions).Assembly, Assembly.Load($"Lesion.{project}") }
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField(SectionConstant)?.GetRawConstantValue() as string))
            .Where(options => options.Section is not null)
            .SelectMany(options => Settings(options.Section!.Replace(":", "__", StringComparison.Ordinal), options.Type))
            .ToHashSet();

    private static IEnumerable<string> Settings(string prefix, Type type) =>
        from property in type.GetProperties()
        where property.CanWrite
        from setting in IsGroup(property.PropertyType)
            ? Settings($"{prefix}__{property.Name}", property.PropertyType)
            : [$"{prefix}__{property.Name}"]
        select setting;

    private static bool IsGroup(Type type) =>
        type.IsClass && type != typeof(string) && type.Namespace!.StartsWith(nameof(Lesion), StringComparison.Ordinal);
}
