namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>KEDA's: how many replicas, by what waits.</summary>
internal sealed record ScaledObject : CustomObject
{
    public ScalingSpec Spec { get; set; } = new();

    internal sealed record ScalingSpec
    {
        public Reference ScaleTargetRef { get; set; } = new();

        public int PollingInterval { get; set; }

        public int? CooldownPeriod { get; set; }

        public int MinReplicaCount { get; set; }

        public int MaxReplicaCount { get; set; }

        public ScalingFallback? Fallback { get; set; }

        public IList<ScalingTrigger> Triggers { get; set; } = [];
    }

    internal sealed record ScalingFallback
    {
        public int FailureThreshold { get; set; }

        public int Replicas { get; set; }
    }

    internal sealed record ScalingTrigger
    {
        public string Type { get; set; } = "";

        public string Name { get; set; } = "";

        public QueueMetadata Metadata { get; set; } = new();

        public Reference AuthenticationRef { get; set; } = new();
    }

    /// <summary>Of the RabbitMQ trigger; all of them are text.</summary>
    internal sealed record QueueMetadata
    {
        public string Host { get; set; } = "";

        public string Protocol { get; set; } = "";

        public string Mode { get; set; } = "";

        public string Value { get; set; } = "";

        public string QueueName { get; set; } = "";
    }
}
