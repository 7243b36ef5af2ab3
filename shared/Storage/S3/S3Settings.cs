namespace Lesion.Storage.S3;

/// <summary>Where an S3 store is and who we are there.</summary>
/// <param name="Endpoint">Scheme, host and port; buckets are addressed by path, as every S3 store has it.</param>
/// <param name="Region">What requests are signed for; most stores of one's own take any.</param>
public sealed record S3Settings(Uri Endpoint, string AccessKey, string SecretKey, string Region = S3Settings.DefaultRegion)
{
    public const string DefaultRegion = "us-east-1";

    /// <summary>Without the secret, for logs and messages.</summary>
    public override string ToString() => Endpoint.ToString();
}
