using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;
using Lesion.Deployment.Tests.Kubernetes.Rules;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>Every overlay renders, is read strictly, and hangs together.</summary>
public sealed class OverlayTests
{
    private static readonly string[] Services = ["gateway", "inference", "ingestion", "preprocessing", "training"];

    public static TheoryData<string> Overlays => ["dev", "production", "gpu"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task It_has_the_five_services_each_with_an_account_and_a_budget(string overlay)
    {
        var manifest = await Manifest.OfAsync(overlay);

        manifest.Deployments.Select(deployment => deployment.Metadata.Name).ShouldBe(Services, ignoreOrder: true);
        foreach (var service in Services)
        {
            manifest.All<V1PodDisruptionBudget>().ShouldContain(budget => budget.Metadata.Name == service && budget.Spec.MaxUnavailable.ToString() == "1");
            manifest.Deployment(service).Spec.Template.Spec.ServiceAccountName.ShouldBe(service);
            manifest.Deployment(service).Metadata.Labels["app.kubernetes.io/part-of"].ShouldBe("lesion");
        }

        manifest.All<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Pods_run_restricted_say_what_they_need_and_tell_how_they_are(string overlay) =>
        ContainerRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_selector_finds_pods(string overlay) =>
        SelectorRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Somebody_listens_on_every_port_that_is_spoken_of(string overlay) =>
        PortRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_map_account_and_volume_is_there_and_every_secret_is_documented(string overlay) =>
        ReferenceRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_setting_is_one_that_its_service_reads_with_a_value_that_it_takes(string overlay) =>
        SettingRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task One_hand_scales_a_service_by_a_queue_that_it_reads(string overlay) =>
        ScalingRules.Faults(await Manifest.OfAsync(overlay)).ShouldBeEmpty();

    [Fact]
    public async Task On_one_node_there_is_one_of_each_and_nothing_that_needs_an_operator()
    {
        var manifest = await Manifest.OfAsync("dev");

        manifest.Deployments.ShouldAllBe(deployment => deployment.Spec.Replicas == 1);
        manifest.Objects.ShouldNotContain(one => one is CustomObject);
        manifest.All<V2HorizontalPodAutoscaler>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("production")]
    [InlineData("gpu")]
    public async Task In_production_a_node_may_go_and_training_starts_from_nothing(string overlay)
    {
        var manifest = await Manifest.OfAsync(overlay);

        manifest.Deployment("gateway").Spec.Replicas.ShouldBe(3);
        manifest.All<RabbitmqCluster>().Single().Spec.Replicas.ShouldBe(3);
        manifest.All<PostgresCluster>().Single().Spec.Instances.ShouldBe(3);
        manifest.All<V2HorizontalPodAutoscaler>().Single().Spec.MinReplicas.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(2);
        var least = manifest.All<ScaledObject>().ToDictionary(one => one.Metadata.Name, one => one.Spec.MinReplicaCount);
        least.ShouldBe(new Dictionary<string, int> { ["training"] = 0, ["preprocessing"] = 2, ["ingestion"] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task With_GPUs_training_and_inference_ask_for_one_run_the_variant_and_are_told_so()
    {
        var manifest = await Manifest.OfAsync("gpu");

        foreach (var pod in manifest.Workloads)
        {
            var takesGpu = pod.Name is "training" or "inference";
            var container = pod.Spec!.Containers.Single();
            container.Image.EndsWith("-gpu", StringComparison.Ordinal).ShouldBe(takesGpu, pod.Name);
            container.Resources.Limits.ContainsKey("nvidia.com/gpu").ShouldBe(takesGpu, pod.Name);
            (pod.Spec.NodeSelector?.ContainsKey("nvidia.com/gpu.present") ?? false).ShouldBe(takesGpu, pod.Name);
            (pod.Spec.Tolerations?.Any(toleration => toleration.Key == "nvidia.com/gpu") ?? false).ShouldBe(takesGpu, pod.Name);
            SettingRules.Variables(manifest, pod).Any(variable => variable.Name.EndsWith("__Device", StringComparison.Ordinal) && variable.Value == "cuda")
                .ShouldBe(takesGpu, pod.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_roll_out_begins_no_more_than_it_can_hold_and_leaves_who_answers(string overlay)
    {
        var manifest = await Manifest.OfAsync(overlay);

        foreach (var deployment in manifest.Deployments.Where(deployment => overlay != "gpu" || deployment.Metadata.Name != "inference"))
        {
            var unavailable = deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.ToString();
            unavailable.ShouldBe(deployment.Metadata.Name == "training" ? "1" : "0", deployment.Metadata.Name);
        }
    }
}
