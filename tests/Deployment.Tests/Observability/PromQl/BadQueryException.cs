namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>A query that is not PromQL, or that asks for what there is not.</summary>
internal sealed class BadQueryException(string message) : Exception(message);
