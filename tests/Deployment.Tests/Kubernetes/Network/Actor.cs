namespace Lesion.Deployment.Tests.Kubernetes.Network;

/// <summary>Somebody on the network: a pod of the namespace, or somebody outside of it.</summary>
/// <param name="Name">Its name in this test.</param>
/// <param name="Ports">On which it listens.</param>
/// <param name="Labels">Of the pod.</param>
/// <param name="Namespace">The labels of its namespace; null is the namespace of Lesion.</param>
/// <param name="Address">By which blocks of addresses know it.</param>
internal sealed record Actor(
    string Name,
    IReadOnlyList<PodPort> Ports,
    IDictionary<string, string> Labels,
    IDictionary<string, string>? Namespace = null,
    string Address = "10.0.0.7")
{
    public bool IsInside => Namespace is null;

    public static Actor Inside(Pod pod) => new(pod.Name, pod.Ports, pod.Labels);

    /// <param name="name">Its name in this test.</param>
    /// <param name="namespaceLabel">As <c>key=value</c>; empty where it has none.</param>
    /// <param name="ports">On which it listens.</param>
    /// <param name="label">Of the pod, likewise.</param>
    /// <param name="address">By which blocks of addresses know it.</param>
    public static Actor Outside(
        string name, string namespaceLabel, IReadOnlyList<PodPort> ports, string label = "", string address = "10.0.0.7") =>
        new(name, ports, Parse(label), Parse(namespaceLabel), address);

    private static Dictionary<string, string> Parse(string label) =>
        label.Split('=', 2) is [var key, var value] ? new() { [key] = value } : [];
}
