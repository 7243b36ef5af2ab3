namespace Lesion.ServiceDefaults.Bus;

/// <summary>Where the broker is and who asks: <c>amqp://user:password@host:port/virtual-host</c>, or <c>amqps</c> with TLS.</summary>
internal sealed record BrokerAddress(string Host, ushort Port, string VirtualHost, string User, string Password, bool Tls)
{
    private const ushort PlainPort = 5672;
    private const ushort TlsPort = 5671;
    private const string Form = "amqp://user:password@host:port/virtual-host, or amqps";

    /// <exception cref="FormatException">What <see cref="FaultOf"/> says.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (FaultOf(text) is { } fault)
            throw new FormatException(fault);
        var uri = new Uri(text);
        var account = uri.UserInfo.Split(':', 2);
        var tls = uri.Scheme == "amqps";
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new BrokerAddress(
            uri.Host,
            uri.Port > 0 ? (ushort)uri.Port : tls ? TlsPort : PlainPort,
            path.Length == 0 ? "/" : path,
            Uri.UnescapeDataString(account[0]),
            Uri.UnescapeDataString(account[1]),
            tls);
    }

    /// <summary>What is wrong with an address, without the password in it; null where nothing is.</summary>
    public static string? FaultOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            return $"'Lesion:Bus' is no address of a broker: it must be {Form}.";
        return uri.UserInfo.Split(':', 2) is [{ Length: > 0 }, { Length: > 0 }]
            ? null
            : $"'Lesion:Bus' names no user and password: it must be {Form}.";
    }
}
