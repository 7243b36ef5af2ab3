using Lesion.Storage.S3;

namespace Lesion.ServiceDefaults;

/// <summary>The object store, section <c>Lesion:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The address of an S3 store, such as <c>http://store:9000</c>; empty (the default) is a folder.</summary>
    public string? Endpoint { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>What requests are signed for; a store of one's own mostly takes any.</summary>
    public string Region { get; set; } = S3Settings.DefaultRegion;

    /// <summary>Null where the store is a folder.</summary>
    internal S3Settings? Settings =>
        string.IsNullOrEmpty(Endpoint) ? null : new S3Settings(new Uri(Endpoint), AccessKey ?? "", SecretKey ?? "", Region);

    /// <summary>What is wrong with these settings, each by its name.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrEmpty(Endpoint))
            yield break;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.PathAndQuery != "/"
            || address.UserInfo.Length > 0)
        {
            yield return $"'Lesion:Storage:Endpoint' is '{Endpoint}'; it must be the address of an S3 store, such as 'http://store:9000'.";
        }

        if (string.IsNullOrEmpty(AccessKey))
            yield return "'Lesion:Storage:AccessKey' is missing; an S3 store ('Lesion:Storage:Endpoint') needs it.";
        if (string.IsNullOrEmpty(SecretKey))
            yield return "'Lesion:Storage:SecretKey' is missing; an S3 store ('Lesion:Storage:Endpoint') needs it.";
        if (string.IsNullOrEmpty(Region))
            yield return "'Lesion:Storage:Region' is empty; leave it out for 'us-east-1'.";
    }
}
