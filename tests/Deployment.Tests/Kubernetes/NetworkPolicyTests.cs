using Lesion.Deployment.Tests.Kubernetes.Network;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>The network lets through the edges of the design, and nothing else.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly string[] Services = ["gateway", "ingestion", "preprocessing", "training", "inference"];

    private static readonly PodPort[] Https = [new("https", 443)];

    private static readonly Actor[] Outsiders =
    [
        Actor.Outside("ingress", "lesion-ingress=true", Https),
        Actor.Outside("collector", "lesion-telemetry=true", [new("grpc", 4317), new("http", 4318)]),
        Actor.Outside("names", "kubernetes.io/metadata.name=kube-system", [new("dns", 53, "UDP"), new("dns-tcp", 53)], "k8s-app=kube-dns"),
        Actor.Outside("kube-system", "kubernetes.io/metadata.name=kube-system", [new("dns", 53, "UDP")]),
        Actor.Outside("broker-operator", "kubernetes.io/metadata.name=rabbitmq-system", []),
        Actor.Outside("catalog-operator", "kubernetes.io/metadata.name=cnpg-system", []),
        Actor.Outside("keda", "kubernetes.io/metadata.name=keda", []),
        Actor.Outside("stranger", "", [new("http", 8080)]),
        Actor.Outside("internet", "", Https, address: "198.51.100.7"),
    ];

    /// <summary>A pod of the namespace that is none of ours.</summary>
    private static readonly Actor Intruder = new("intruder", [new("http", 8080)], new Dictionary<string, string>());

    /// <summary>The design's: the gateway from outside, inference from the gateway, broker, store and collector from all, the catalog from the gateway.</summary>
    private static readonly string[] OfTheDesign =
    [
        "ingress->gateway:8080",
        "gateway->inference:8080",
        "gateway->postgres:5432",
        .. Services.SelectMany(service => new[] { $"{service}->rabbitmq:5672", $"{service}->collector:4317", $"{service}->collector:4318" }),
    ];

    [Fact]
    public async Task On_one_node_the_edges_are_those_of_the_design_and_the_store_is_a_pod()
    {
        var manifest = await Manifest.OfAsync("dev");

        var edges = Edges(manifest, Outsiders);

        edges.ShouldBe(Expected([.. Services, "rabbitmq", "postgres", "store"], Services.Select(service => $"{service}->store:9000")), ignoreOrder: true);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("gpu")]
    public async Task In_production_the_operators_come_to_it_and_the_store_is_outside(string overlay)
    {
        var manifest = await Manifest.OfAsync(overlay);

        var edges = Edges(manifest, [.. Outsiders, Actor.Outside("store", "", Https, address: "192.0.2.10")]);

        string[] operators =
        [
            "keda->rabbitmq:15672", "broker-operator->rabbitmq:15672",
            "rabbitmq->rabbitmq:4369", "rabbitmq->rabbitmq:25672", "rabbitmq->rabbitmq:35672",
            "catalog-operator->postgres:5432", "catalog-operator->postgres:8000",
            "postgres->postgres:5432", "postgres->postgres:8000",

            // The Kubernetes API and the store of the backups, whose addresses the policies cannot know.
            .. new[] { "rabbitmq", "postgres" }.SelectMany(from => new[] { $"{from}->internet:443", $"{from}->store:443", $"{from}->ingress:443" }),
        ];
        edges.ShouldBe(
            Expected([.. Services, "rabbitmq", "postgres"], [.. Services.Select(service => $"{service}->store:443"), .. operators]),
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_policy_too_many_shows()
    {
        var yaml = await Kubectl.RenderAsync("dev");
        var opened = Manifest.Parse(yaml.Replace("lesion-ingress: \"true\"", "kubernetes.io/metadata.name: keda"));

        Edges(opened, Outsiders).ShouldContain("keda->gateway:8080");
    }

    private static List<string> Edges(Manifest manifest, IReadOnlyList<Actor> outsiders) =>
        [.. new NetworkEdges(manifest).Among([.. manifest.Pods.Select(Actor.Inside), Intruder, .. outsiders]).Distinct()];

    /// <summary>Every pod asks for names.</summary>
    private static IEnumerable<string> Expected(string[] pods, IEnumerable<string> more) =>
        [.. OfTheDesign, .. more, .. pods.Append(Intruder.Name).Select(pod => $"{pod}->names:53")];
}
