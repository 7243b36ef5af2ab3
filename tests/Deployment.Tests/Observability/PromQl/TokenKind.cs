namespace Lesion.Deployment.Tests.Observability.PromQl;

internal enum TokenKind
{
    /// <summary>Of a metric, label, function or operator.</summary>
    Name,

    /// <summary>A number, a duration, or one of Grafana's variables in the place of one.</summary>
    Number,

    /// <summary>Without its quotes.</summary>
    Text,
    Symbol,
    End,
}
