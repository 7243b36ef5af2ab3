namespace Lesion.Testing;

/// <summary>Where the services lie that were built together with the tests, in the same configuration.</summary>
internal static class BuiltServices
{
    public static string Program(Service service)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            Root(), "services", $"{service}", "bin", framework.Parent!.Name, framework.Name, $"Lesion.{service}.dll");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
