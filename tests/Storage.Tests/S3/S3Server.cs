using Lesion.Storage.S3;
using Lesion.Testing;
using Minio;
using S3Settings = Lesion.Storage.S3.S3Settings;

namespace Lesion.Storage.Tests.S3;

/// <summary>The S3 server that tests run on.</summary>
internal static class S3Server
{
    /// <summary>The account that tests share; skips the test where there is no server.</summary>
    public static S3Settings Settings => Of(RealServers.S3);

    public static S3Settings Of(Lesion.Testing.S3Settings account) =>
        new(new Uri(account.Endpoint), account.AccessKey, account.SecretKey);

    /// <summary>A client for what the store itself never does.</summary>
    public static IMinioClient Client(S3Settings? settings = null)
    {
        settings ??= Settings;
        return new MinioClient()
            .WithEndpoint(settings.Endpoint.Authority)
            .WithSSL(false)
            .WithCredentials(settings.AccessKey, settings.SecretKey)
            .WithRegion(settings.Region)
            .Build();
    }
}
