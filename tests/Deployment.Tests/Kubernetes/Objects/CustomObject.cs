using k8s;
using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>
/// An object that an operator brought into Kubernetes. Its types here have the fields that we set and no others: whoever sets
/// another looks it up in the operator's documents and adds it.
/// </summary>
internal abstract record CustomObject : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();
}
