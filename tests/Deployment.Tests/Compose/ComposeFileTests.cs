using System.Xml.Linq;

namespace Lesion.Deployment.Tests.Compose;

public sealed class ComposeFileTests
{
    private static readonly string[] Projects =
        ["Gateway", "Inference", "Ingestion", "Preprocessing", "Training"];

    [Fact]
    public void Every_service_of_the_system_is_there_and_on_request_those_that_compute_on_a_GPU()
    {
        var always = ComposeFile.Base.Ours.Where(service => service.Profiles.Count == 0);
        var onGpu = ComposeFile.Base.Ours.Where(service => service.Profiles.SequenceEqual(["gpu"]));

        always.Select(service => service.Project!).ShouldBe(Projects, ignoreOrder: true);
        onGpu.Select(service => service.Project!).ShouldBe(["Training", "Inference"], ignoreOrder: true);
        ComposeFile.Base.Services.Values.SelectMany(service => service.Profiles).Distinct().ShouldBe(["gpu", "observability"], ignoreOrder: true);
    }

    [Fact]
    public void Every_image_is_pinned_by_its_version()
    {
        var images = ComposeFile.All.SelectMany(file => file.Services.Values).Select(service => service.Image).ToList();

        images.Count.ShouldBeGreaterThan(10);
        images.ShouldAllBe(image => HasVersion(image));
    }

    [Fact]
    public void Our_images_bear_the_version_of_the_build()
    {
        var version = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

        foreach (var service in ComposeFile.Base.Ours)
        {
            var gpu = service.Profiles.Contains("gpu") ? "-gpu" : "";
            service.Image.ShouldBe($"lesion/{service.Project!.ToLowerInvariant()}:{version}{gpu}");
        }
    }

    [Fact]
    public void The_store_that_nobody_mends_is_pinned_by_its_content() =>
        ComposeFile.Base.Services["s3"].Image.ShouldMatch("^minio/minio:RELEASE\\.[^@]+@sha256:[0-9a-f]{64}$");

    [Fact]
    public void Every_setting_is_one_that_its_service_reads()
    {
        foreach (var service in ComposeFile.Base.Ours)
        {
            var settings = KnownSettings.Of(service.Project!);
            service.Environment.Select(setting => settings.FaultOf(setting.Key, IsOfEnv(setting.Value) ? null : setting.Value))
                .ShouldAllBe(fault => fault == null, $"of {service.Name}");
        }

        static bool IsOfEnv(string value) => value.Contains("${", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_port_is_bound_to_loopback()
    {
        var ports = ComposeFile.All.SelectMany(file => file.Services.Values).SelectMany(service => service.Ports).ToList();

        ports.ShouldContain("127.0.0.1:${LESION_HTTP_PORT:-8080}:8080");
        ports.ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        ports.ShouldBeUnique();
    }

    [Fact]
    public void Every_file_that_is_mounted_is_in_the_repository_and_only_read()
    {
        var mounts = ComposeFile.All.SelectMany(file => file.Services.Values).SelectMany(service => service.Volumes)
            .Where(volume => volume.StartsWith("./", StringComparison.Ordinal))
            .ToList();

        mounts.ShouldNotBeEmpty();
        mounts.ShouldAllBe(mount => mount.EndsWith(":ro", StringComparison.Ordinal));
        mounts.Select(mount => mount.Split(':')[0]).Where(path => !Path.Exists(Repository.PathOf(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_volume_network_and_dependency_exists()
    {
        var (file, store) = (ComposeFile.Base, ComposeFile.SeaweedFS);
        var named = file.Services.Values.SelectMany(service => service.Volumes)
            .Where(volume => !volume.StartsWith("./", StringComparison.Ordinal)).Select(volume => volume.Split(':')[0]);

        named.Distinct().ShouldBe(file.Volumes, ignoreOrder: true);
        store.Services["s3"].Volumes.Select(volume => volume.Split(':')[0]).ShouldBe(store.Volumes);
        file.Services.Values.SelectMany(service => service.Networks).Distinct().ShouldBe(file.Networks, ignoreOrder: true);
        file.Services.Values.SelectMany(service => service.Dependencies).ShouldBeSubsetOf(file.Services.Keys);
    }

    [Fact]
    public void Who_looks_at_the_system_reaches_neither_store_nor_database()
    {
        var watchers = new[] { "jaeger", "prometheus", "grafana" };

        watchers.ShouldAllBe(name => ComposeFile.Base.Services[name].Networks.SequenceEqual(new[] { "observability" }));
        new[] { "s3", "postgres" }.ShouldAllBe(name => ComposeFile.Base.Services[name].Networks.SequenceEqual(new[] { "lesion" }));
    }

    /// <summary>A tag with a number of at least two parts, or with the date of a release; "latest" and a lone "17" move.</summary>
    private static bool HasVersion(string image) =>
        System.Text.RegularExpressions.Regex.IsMatch(image, @":(v?\d+\.\d+[\w.-]*|RELEASE\.[\w-]+)(@sha256:[0-9a-f]{64})?$");
}
