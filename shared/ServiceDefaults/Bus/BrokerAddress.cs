namespace Lesion.ServiceDefaults.Bus;

/// <summary>Where the broker is and who asks: <c>amqp://user:password@host:port/virtual-host</c>, or <c>amqps</c> with TLS.</summary>
internal sealed record BrokerAddress(string Host, ushort Port, string VirtualHost, string User, string Password, bool Tls)
{
    private const ushort PlainPort = 5672;
    private const ushort TlsPort = 5671;

    /// <exception cref="FormatException">It is no such address; the message says what is wrong and shows no password.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            throw new FormatException("'Lesion:Bus' is no address of a broker: it must be amqp://user:password@host:port/virtual-host, or amqps.");
        var account = uri.UserInfo.Split(':', 2);
        if (account is not [{ Length: > 0 } user, var password])
            throw new FormatException("'Lesion:Bus' names no user and password: amqp://user:password@host:port/virtual-host.");
        var tls = uri.Scheme == "amqps";
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new BrokerAddress(
            uri.Host,
            uri.IsDefaultPort || uri.Port <= 0 ? (tls ? TlsPort : PlainPort) : (ushort)uri.Port,
            path.Length == 0 ? "/" : path,
            Uri.UnescapeDataString(user),
            Uri.UnescapeDataString(password),
            tls);
    }
}
