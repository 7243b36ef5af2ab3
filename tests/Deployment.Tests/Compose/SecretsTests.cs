using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Compose;

public sealed partial class SecretsTests
{
    [Fact]
    public void No_secret_is_written_down_and_each_has_to_be_given()
    {
        var settings = ComposeFile.All.SelectMany(file => file.Services.Values)
            .SelectMany(service => service.Environment.Select(setting => (service.Name, Setting: setting.Key, setting.Value)))
            .Where(setting => Secret().IsMatch(setting.Setting) || Secret().IsMatch(setting.Value) || setting.Setting == "Lesion__Bus")
            .ToList();

        settings.Count.ShouldBeGreaterThan(10);
        settings.ShouldAllBe(setting => ComposeVariables.In(setting.Value).Any(use => use.Default == ":?copy .env.example to .env"));
    }

    [Fact]
    public void The_example_sets_what_has_to_be_given()
    {
        var needed = ComposeFile.All.SelectMany(file => ComposeVariables.In(file.Text))
            .Where(use => use.Default.StartsWith(":?", StringComparison.Ordinal)).Select(use => use.Name).Distinct().ToList();

        needed.Count.ShouldBeGreaterThan(3);
        needed.ShouldBeSubsetOf(ComposeVariables.InExample.Where(line => line.IsSet && line.Value.Length > 0).Select(line => line.Name));
    }

    [Fact]
    public void Every_line_of_the_example_is_read()
    {
        var read = ComposeFile.All.SelectMany(file => ComposeVariables.In(file.Text)).Select(use => use.Name).ToHashSet();

        ComposeVariables.InExample.Count.ShouldBeGreaterThan(5);
        ComposeVariables.InExample.Select(line => line.Name).ShouldBeSubsetOf(read.Concat(ComposeVariables.OfCompose));
    }

    [Fact]
    public void The_real_file_is_not_in_the_repository() =>
        File.ReadAllLines(Repository.PathOf(".gitignore")).ShouldContain("/.env");

    [GeneratedRegex("password|secret|pass$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
