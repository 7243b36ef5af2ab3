using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>The broker, run by RabbitMQ's cluster operator.</summary>
internal sealed record RabbitmqCluster : CustomObject
{
    public BrokerSpec Spec { get; set; } = new();

    internal sealed record BrokerSpec
    {
        public int Replicas { get; set; }

        public string Image { get; set; } = "";

        public BrokerPersistence Persistence { get; set; } = new();

        public V1ResourceRequirements Resources { get; set; } = new();

        public BrokerConfiguration Rabbitmq { get; set; } = new();

        public BrokerOverride Override { get; set; } = new();
    }

    internal sealed record BrokerPersistence
    {
        public ResourceQuantity? Storage { get; set; }
    }

    internal sealed record BrokerConfiguration
    {
        public string AdditionalConfig { get; set; } = "";
    }

    internal sealed record BrokerOverride
    {
        public V1StatefulSet? StatefulSet { get; set; }
    }
}
