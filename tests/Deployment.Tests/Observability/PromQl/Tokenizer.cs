using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>The words of a PromQL expression, comments left out. Subqueries, which nothing here uses, are not understood.</summary>
internal static partial class Tokenizer
{
    public static IReadOnlyList<Token> Tokenize(string expression)
    {
        var tokens = new List<Token>();
        for (var position = 0; position < expression.Length;)
        {
            var match = Word().Match(expression, position);
            if (!match.Success)
            {
                throw new BadQueryException($"'{expression[position]}' at {position} is not understood");
            }

            position += match.Length;
            if (Enum.GetValues<TokenKind>().FirstOrDefault(kind => match.Groups[kind.ToString()].Success, TokenKind.End) is var kind and not TokenKind.End)
            {
                tokens.Add(new Token(kind, match.Groups[kind.ToString()].Value));
            }
        }

        tokens.Add(new Token(TokenKind.End, "the end"));
        return tokens;
    }

    [GeneratedRegex("""
        \G(?:
          [\s]+ | \#[^\n]*
          | "(?<Text>(?:[^"\\]|\\.)*)" | '(?<Text>(?:[^'\\]|\\.)*)'
          | (?<Number>(?:\d+(?:ms|[smhdwy]))+(?![\w.]) | \d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]) | \$\w+ | \$\{\w+(?::\w+)?\})
          | (?<Name>[a-zA-Z_][a-zA-Z0-9_:]*)
          | (?<Symbol>==|!=|<=|>=|=~|!~|[-+*/%^<>=(){}\[\],@])
        )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
