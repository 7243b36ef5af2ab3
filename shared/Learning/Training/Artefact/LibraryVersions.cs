using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Lesion.Learning.Training.Artefact;

/// <summary>The versions of what made a model.</summary>
internal static class LibraryVersions
{
    public static IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["lesion"] = Of(typeof(LibraryVersions)),
        ["dotnet"] = Environment.Version.ToString(),
        ["torchSharp"] = Of(typeof(torch)),
        ["libtorch"] = torch.__version__,
        ["onnxRuntime"] = Of(typeof(InferenceSession)),
        ["netVips"] = Of(typeof(NetVips.Image)),
        ["scottPlot"] = Of(typeof(ScottPlot.Plot)),
    };

    private static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? type.Assembly.GetName().Version?.ToString() ?? "unknown";
}
