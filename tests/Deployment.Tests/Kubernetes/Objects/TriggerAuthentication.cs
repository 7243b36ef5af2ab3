namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>KEDA's: who it is where it asks what waits.</summary>
internal sealed record TriggerAuthentication : CustomObject
{
    public AuthenticationSpec Spec { get; set; } = new();

    internal sealed record AuthenticationSpec
    {
        public IList<SecretKey> SecretTargetRef { get; set; } = [];
    }
}
