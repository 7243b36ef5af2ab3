namespace Lesion.ServiceDefaults.Bus;

/// <summary>Where messages go to or come from.</summary>
/// <param name="Name">The exchange or the queue. Those that come and go with an instance have one name.</param>
internal readonly record struct MessagingDestination(string System, string Name)
{
    private const string Temporary = "(temporary)";
    private const int InstanceLength = 32;

    public static MessagingDestination Of(Uri? address) => new(
        address?.Scheme == "loopback" ? "in_memory" : "rabbitmq",
        WithoutInstance(address?.Segments[^1].Trim('/') ?? ""));

    private static string WithoutInstance(string name)
    {
        if (!name.StartsWith("lesion.", StringComparison.Ordinal))
            return Temporary;
        var dash = name.LastIndexOf('-');
        return dash > 0 && name.Length - dash - 1 == InstanceLength && name[(dash + 1)..].All(char.IsAsciiHexDigitLower)
            ? name[..dash]
            : name;
    }
}
