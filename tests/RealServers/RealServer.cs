namespace Lesion.Testing;

/// <summary>A server that <c>tests/servers.sh</c> knows.</summary>
public enum RealServer
{
    Rabbit,
    S3,
    Postgres,
}
