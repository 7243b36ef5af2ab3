namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>When the database is backed up; CloudNativePG's.</summary>
internal sealed record ScheduledBackup : CustomObject
{
    public BackupSpec Spec { get; set; } = new();

    internal sealed record BackupSpec
    {
        public string Schedule { get; set; } = "";

        public string BackupOwnerReference { get; set; } = "";

        public Reference Cluster { get; set; } = new();

        public string Method { get; set; } = "";

        public Reference PluginConfiguration { get; set; } = new();
    }
}
