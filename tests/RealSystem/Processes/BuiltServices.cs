namespace Lesion.Testing;

/// <summary>Where the programs lie that were built together with the tests, in the same configuration.</summary>
internal static class BuiltServices
{
    /// <summary><c>lesion</c>.</summary>
    public static string CommandLine => Built("Standalone", "lesion");

    public static string Program(Service service) => Built($"{service}", $"Lesion.{service}");

    private static string Built(string project, string assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            Root(), "services", project, "bin", framework.Parent!.Name, framework.Name, $"{assembly}.dll");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
