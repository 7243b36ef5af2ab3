namespace Lesion.Deployment.Tests.Kubernetes.Objects;

/// <summary>Where the database's backups go: the barman plugin's <c>ObjectStore</c>.</summary>
internal sealed record BackupStore : CustomObject
{
    public StoreSpec Spec { get; set; } = new();

    internal sealed record StoreSpec
    {
        public string RetentionPolicy { get; set; } = "";

        public StoreConfiguration Configuration { get; set; } = new();
    }

    internal sealed record StoreConfiguration
    {
        public string DestinationPath { get; set; } = "";

        public string EndpointURL { get; set; } = "";

        public StoreCredentials S3Credentials { get; set; } = new();

        public LogConfiguration Wal { get; set; } = new();
    }

    internal sealed record StoreCredentials
    {
        public SecretKey AccessKeyId { get; set; } = new();

        public SecretKey SecretAccessKey { get; set; } = new();
    }

    internal sealed record LogConfiguration
    {
        public string Compression { get; set; } = "";
    }
}
