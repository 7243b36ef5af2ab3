using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Compose;

public sealed partial class DockerfileTests
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("deploy/Dockerfile"));

    [Fact]
    public void Packages_are_restored_by_every_project_that_there_is()
    {
        var projects = new[] { "shared", "services" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .ToList();

        projects.Count.ShouldBeGreaterThan(10);
        ProjectCopy().Matches(Dockerfile).Select(copy => copy.Groups["file"].Value).ShouldBe(projects, ignoreOrder: true);
    }

    [Fact]
    public void Everything_that_a_build_goes_by_is_there()
    {
        var ignore = File.ReadAllLines(Repository.PathOf(".dockerignore"));
        string[] rules = [".editorconfig", "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

        rules.ShouldAllBe(file => File.Exists(Repository.PathOf(file)) && Dockerfile.Contains($" {file} "));
        ignore.ShouldContain("!.editorconfig");
        ignore.ShouldContain("!global.json");
        ignore.ShouldContain("!Directory.*");
    }

    [Fact]
    public void Base_images_are_official_and_pinned_by_their_version()
    {
        var images = BaseImage().Matches(Dockerfile).Select(image => image.Groups["image"].Value).ToList();

        images.ShouldContain(image => image.StartsWith("mcr.microsoft.com/dotnet/sdk:10.0.", StringComparison.Ordinal));
        images.ShouldContain(image => Regex.IsMatch(image, @"^mcr\.microsoft\.com/dotnet/aspnet:10\.0\.\d+-noble-chiseled$"));
        images.ShouldAllBe(image => Regex.IsMatch(image, @":\d+\.\d+\.\d+[\w.-]*$"));
        From().Matches(Dockerfile).Select(from => from.Groups["image"].Value).ShouldAllBe(image => image.StartsWith("${") || image.StartsWith("runtime-"));
    }

    [Fact]
    public void The_process_is_not_root_and_needs_no_shell()
    {
        var last = Dockerfile[Dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];

        last.ShouldContain("\nUSER 1654:1654\n");
        last.ShouldContain("\nENTRYPOINT [\"./service\"]");
        last.ShouldMatch("\nHEALTHCHECK .*CMD \\[\"./service\", \"healthcheck\"\\]\n");
        last.ShouldNotContain("\nRUN ");
    }

    [Fact]
    public void What_a_commit_changes_comes_after_what_it_does_not()
    {
        var layers = Layer().Matches(Dockerfile).Select(layer => layer.Groups["name"].Value);

        layers.ShouldBe(["native", "weights", "packages", "state", "lesion"]);
    }

    [GeneratedRegex(@"^COPY (?<file>\S+\.csproj) \S+$", RegexOptions.Multiline)]
    private static partial Regex ProjectCopy();

    [GeneratedRegex(@"^ARG \w+_IMAGE=(?<image>\S+)$", RegexOptions.Multiline)]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^COPY --from=build .*/layers/\$SERVICE/(?<name>\w+)/", RegexOptions.Multiline)]
    private static partial Regex Layer();
}
