using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// The names on the broker: exchange <c>lesion.&lt;message&gt;</c>, queue <c>lesion.&lt;service&gt;.&lt;message&gt;</c>. The service is
/// the last part of the name of the consumer's assembly, the message what the consumer consumes, both in kebab case.
/// </summary>
public sealed class LesionNames : IEntityNameFormatter, IEndpointNameFormatter
{
    private const string Prefix = "lesion.";

    private LesionNames()
    {
    }

    public static LesionNames Formatter { get; } = new();

    public string Separator => "-";

    /// <summary>The exchange of a message; a generic one such as <c>Fault&lt;TrainSlice&gt;</c> is <c>lesion.fault-train-slice</c>.</summary>
    public string FormatEntityName<T>() => Prefix + MessageName(typeof(T));

    public string TemporaryEndpoint(string tag) => $"{Prefix}{tag}.{NewId.NextGuid():n}";

    public string Consumer<T>()
        where T : class, IConsumer =>
        $"{Prefix}{Service(typeof(T))}.{MessageName(ConsumedMessage(typeof(T)))}";

    public string Message<T>()
        where T : class =>
        MessageName(typeof(T));

    public string Saga<T>()
        where T : class, ISaga =>
        $"{Prefix}{Service(typeof(T))}.{Kebab(typeof(T).Name)}";

    public string ExecuteActivity<T, TArguments>()
        where T : class, IExecuteActivity<TArguments>
        where TArguments : class =>
        $"{Prefix}{Service(typeof(T))}.{Kebab(typeof(T).Name)}-execute";

    public string CompensateActivity<T, TLog>()
        where T : class, ICompensateActivity<TLog>
        where TLog : class =>
        $"{Prefix}{Service(typeof(T))}.{Kebab(typeof(T).Name)}-compensate";

    public string SanitizeName(string name) => Kebab(name);

    private static string MessageName(Type message)
    {
        if (!message.IsGenericType)
        {
            return Kebab(message.Name);
        }

        var arguments = message.GetGenericArguments().Select(MessageName);
        return $"{Kebab(message.Name[..message.Name.IndexOf('`')])}-{string.Join('-', arguments)}";
    }

    private static Type ConsumedMessage(Type consumer)
    {
        var messages = consumer.GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(type => type.GetGenericArguments()[0])
            .ToList();
        return messages.Count == 1
            ? WithoutBatch(messages[0])
            : throw new InvalidOperationException(
                $"{consumer.Name} consumes {messages.Count} messages; one endpoint takes one message type, so write one consumer for each.");
    }

    private static Type WithoutBatch(Type message) =>
        message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Batch<>) ? message.GetGenericArguments()[0] : message;

    private static string Service(Type consumer)
    {
        var assembly = consumer.Assembly.GetName().Name ?? throw new InvalidOperationException($"{consumer} has no assembly name.");
        return Kebab(assembly[(assembly.LastIndexOf('.') + 1)..]);
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, index) =>
            char.IsUpper(letter) && index > 0 && !char.IsUpper(name[index - 1])
                ? $"-{char.ToLowerInvariant(letter)}"
                : char.ToLowerInvariant(letter).ToString()));
}
