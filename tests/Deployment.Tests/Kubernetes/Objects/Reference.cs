namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>Another object, by its name.</summary>
internal sealed record Reference
{
    public string Name { get; set; } = "";
}
