namespace Lesion.Deployment.Tests.Compose;

/// <summary>Another object store is another server at the same address: nothing of ours is different.</summary>
public sealed class StoreSwitchTests
{
    [Fact]
    public void The_switch_touches_the_store_alone()
    {
        ComposeFile.SeaweedFS.Sections.ShouldBe(["services", "volumes"], ignoreOrder: true);
        ComposeFile.SeaweedFS.Services.Keys.ShouldBe(["s3"]);
        ComposeFile.SeaweedFS.Volumes.Intersect(ComposeFile.Base.Volumes).ShouldBeEmpty();
    }

    [Fact]
    public void The_store_keeps_its_network_and_its_ports()
    {
        var changed = ComposeFile.SeaweedFS.Services["s3"].Keys;

        changed.ShouldContain("image");
        changed.ShouldNotContain("networks");
        changed.ShouldNotContain("ports");
    }

    [Fact]
    public void What_a_service_knows_of_the_store_is_an_address_and_two_keys()
    {
        foreach (var service in ComposeFile.Base.Ours)
        {
            service.Environment.Keys.Where(name => name.StartsWith("Lesion__Storage__", StringComparison.Ordinal)).ShouldBe(
                ["Lesion__Storage__Endpoint", "Lesion__Storage__AccessKey", "Lesion__Storage__SecretKey"], ignoreOrder: true);
            service.Environment.Values.ShouldNotContain(value => value.Contains("minio", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Both_stores_take_their_keys_from_the_same_variables()
    {
        var keys = new[] { "S3_ACCESS_KEY", "S3_SECRET_KEY" };

        KeysOf(ComposeFile.Base).ShouldBe(keys, ignoreOrder: true);
        KeysOf(ComposeFile.SeaweedFS).ShouldBe(keys, ignoreOrder: true);
    }

    [Fact]
    public void The_example_has_the_line_that_switches() =>
        ComposeVariables.InExample.ShouldContain(("COMPOSE_FILE", $"{ComposeFile.Base}:{ComposeFile.SeaweedFS}", false));

    private static IEnumerable<string> KeysOf(ComposeFile file) =>
        file.Services["s3"].Environment.Values.SelectMany(ComposeVariables.In).Select(use => use.Name);
}
