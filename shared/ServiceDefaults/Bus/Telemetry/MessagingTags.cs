namespace Lesion.ServiceDefaults.Bus;

/// <summary>OpenTelemetry's names for messaging.</summary>
internal static class MessagingTags
{
    public const string System = "messaging.system";
    public const string Destination = "messaging.destination.name";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string MessageId = "messaging.message.id";
    public const string ErrorType = "error.type";

    /// <summary>The name and the type of handling a delivery.</summary>
    public const string Process = "process";
}
