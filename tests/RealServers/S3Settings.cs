namespace Lesion.Testing;

/// <summary>Where an S3 server is, and an account there.</summary>
/// <param name="Endpoint"><c>http://host:port</c>.</param>
public sealed record S3Settings(string Endpoint, string AccessKey, string SecretKey);
