using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>The database of the catalog: CloudNativePG's <c>Cluster</c>.</summary>
internal sealed record PostgresCluster : CustomObject
{
    public DatabaseSpec Spec { get; set; } = new();

    internal sealed record DatabaseSpec
    {
        public int Instances { get; set; }

        public string ImageName { get; set; } = "";

        public DatabaseBootstrap Bootstrap { get; set; } = new();

        public DatabaseStorage Storage { get; set; } = new();

        public V1ResourceRequirements Resources { get; set; } = new();

        public DatabaseAffinity Affinity { get; set; } = new();

        public IList<DatabasePlugin> Plugins { get; set; } = [];
    }

    internal sealed record DatabaseBootstrap
    {
        public InitialDatabase Initdb { get; set; } = new();
    }

    internal sealed record InitialDatabase
    {
        public string Database { get; set; } = "";

        public string Owner { get; set; } = "";
    }

    internal sealed record DatabaseStorage
    {
        public ResourceQuantity? Size { get; set; }
    }

    internal sealed record DatabaseAffinity
    {
        public bool EnablePodAntiAffinity { get; set; }

        public string TopologyKey { get; set; } = "";
    }

    internal sealed record DatabasePlugin
    {
        public string Name { get; set; } = "";

        public bool IsWALArchiver { get; set; }

        public BackupParameters Parameters { get; set; } = new();
    }

    internal sealed record BackupParameters
    {
        public string BarmanObjectName { get; set; } = "";
    }
}
