using k8s;
using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>What an overlay renders to, in typed models; a key that Kubernetes does not know is an error.</summary>
internal sealed class Manifest
{
    private static readonly Dictionary<string, Type> OfOperators = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster),
        ["postgresql.cnpg.io/v1/Cluster"] = typeof(PostgresCluster),
        ["postgresql.cnpg.io/v1/ScheduledBackup"] = typeof(ScheduledBackup),
        ["barmancloud.cnpg.io/v1/ObjectStore"] = typeof(BackupStore),
    };

    private Manifest(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) => Objects = objects;

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    public IEnumerable<V1Deployment> Deployments => All<V1Deployment>();

    /// <summary>All that runs, also what an operator makes of its object.</summary>
    public IReadOnlyList<Pod> Pods =>
    [
        .. Deployments.Select(Pod.Of),
        .. All<V1StatefulSet>().Select(Pod.Of),
        .. All<RabbitmqCluster>().Select(Pod.Of),
        .. All<PostgresCluster>().Select(Pod.Of),
    ];

    /// <summary>Those whose pods are all ours to describe.</summary>
    public IEnumerable<Pod> Workloads => Pods.Where(pod => pod.Spec is not null);

    public static async Task<Manifest> OfAsync(string overlay) => Parse(await Kubectl.RenderAsync(overlay));

    /// <exception cref="Exception">A key that is not known, a value of another type, a kind without a model.</exception>
    public static Manifest Parse(string yaml) =>
        new([.. KubernetesYaml.LoadAllFromString(yaml, OfOperators, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public V1Deployment Deployment(string name) => Deployments.Single(deployment => deployment.Metadata.Name == name);

    public IEnumerable<Pod> PodsOf(IDictionary<string, string>? labels) => Pods.Where(pod => Selectors.Match(labels, pod.Labels));
}
