namespace Lesion.Deployment.Tests.Observability.PromQl;

internal readonly record struct Token(TokenKind Kind, string Value);
