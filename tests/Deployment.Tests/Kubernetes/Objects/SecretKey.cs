namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>A key of a secret.</summary>
internal sealed record SecretKey
{
    public string Name { get; set; } = "";

    public string Key { get; set; } = "";

    /// <summary>Of KEDA alone: what the value is for.</summary>
    public string? Parameter { get; set; }
}
