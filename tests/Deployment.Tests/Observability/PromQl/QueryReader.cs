using System.Text.RegularExpressions;
using Lesion.Deployment.Tests.Observability.Metrics;

namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>
/// Reads a PromQL expression and follows the labels through it: every metric must be known, every label that is named must be
/// one that is there at that place, and every value of a label one that it may have.
/// </summary>
internal sealed class QueryReader
{
    /// <summary>Those that bind least come first.</summary>
    private static readonly string[][] Operators =
    [
        ["or"],
        ["and", "unless"],
        ["==", "!=", "<=", "<", ">=", ">"],
        ["+", "-"],
        ["*", "/", "%"],
        ["^"],
    ];

    private static readonly Dictionary<string, int> Precedence = Operators.Index()
        .SelectMany(row => row.Item.Select(name => (Name: name, Binds: row.Index + 1)))
        .ToDictionary(symbol => symbol.Name, symbol => symbol.Binds);

    private readonly IReadOnlyList<Token> _tokens;
    private readonly KnownMetrics _metrics;
    private int _next;

    private QueryReader(IReadOnlyList<Token> tokens, KnownMetrics metrics) => (_tokens, _metrics) = (tokens, metrics);

    private Token Next => _tokens[_next];

    /// <returns>What its result is like.</returns>
    /// <exception cref="BadQueryException">It is no PromQL, or it names what there is not.</exception>
    public static Shape Read(string expression, KnownMetrics metrics)
    {
        try
        {
            var reader = new QueryReader(Tokenizer.Tokenize(expression), metrics);
            var result = reader.Expression();
            reader.Take(TokenKind.End);
            return result;
        }
        catch (BadQueryException exception)
        {
            throw new BadQueryException($"{exception.Message}, in: {expression}");
        }
    }

    private Shape Expression(int bound = 0)
    {
        var left = Operand();
        while (Next.Kind != TokenKind.Text && Precedence.TryGetValue(Next.Value, out var precedence) && precedence > bound)
        {
            var operation = Take().Value;
            var matching = Matching();
            left = matching.Combine(operation, left, Expression(precedence));
        }

        return left;
    }

    private VectorMatching Matching()
    {
        Takes("bool");
        var matching = new VectorMatching
        {
            On = Takes("on") ? LabelList() : null,
            Ignoring = Takes("ignoring") ? LabelList() : null,
        };
        return matching with { GroupLeft = !Takes("group_left") ? null : Next.Value == "(" ? LabelList() : [] };
    }

    private Shape Operand()
    {
        if (Takes("-"))
        {
            return Operand();
        }

        var operand = Primary();
        if (Takes("["))
        {
            Take(TokenKind.Number);
            Require("]");
            operand = operand with { IsRange = true };
        }

        if (Takes("offset"))
        {
            Take(TokenKind.Number);
        }

        return operand;
    }

    private Shape Primary()
    {
        if (Takes("("))
        {
            var inner = Expression();
            Require(")");
            return inner;
        }

        if (Next.Kind == TokenKind.Number)
        {
            Take();
            return Shape.Scalar;
        }

        var name = Take(TokenKind.Name).Value;
        if (Functions.Aggregations.Contains(name))
        {
            return Aggregation(name);
        }

        if (Next.Value != "(")
        {
            return Selector(_metrics[name]);
        }

        return Functions.Exists(name)
            ? Functions.Call(name, Arguments())
            : throw new BadQueryException($"'{name}' is no function that is known here");
    }

    private Shape Aggregation(string name)
    {
        var clause = Grouping();
        var vector = Arguments()[^1];
        clause ??= Grouping();
        if (vector.IsRange)
        {
            throw new BadQueryException($"{name}() takes no range");
        }

        if (clause is not var (isBy, labels))
        {
            return vector.Instant(name is "topk" or "bottomk" ? vector.Labels : []);
        }

        var missing = labels.Except(vector.Labels).ToList();
        return missing.Count > 0
            ? throw new BadQueryException($"{name}() goes by '{missing[0]}', which what it is of has not")
            : vector.Instant(isBy ? labels : vector.Labels.Except(labels));
    }

    private (bool IsBy, IReadOnlyList<string> Labels)? Grouping() =>
        Takes("by") ? (true, LabelList()) : Takes("without") ? (false, LabelList()) : null;

    private Shape Selector(Metric metric)
    {
        if (Takes("{") && !Takes("}"))
        {
            do
            {
                Matcher(metric);
            }
            while (Takes(","));

            Require("}");
        }

        return new Shape(metric.Labels.Keys.ToHashSet()) { IsCumulative = metric.IsCumulative };
    }

    private void Matcher(Metric metric)
    {
        var label = Take(TokenKind.Name).Value;
        var operation = Take(TokenKind.Symbol).Value;
        var value = Take(TokenKind.Text).Value.Replace(@"\\", @"\", StringComparison.Ordinal);
        if (!metric.Labels.TryGetValue(label, out var values))
        {
            throw new BadQueryException($"{metric.Name} has no label '{label}'");
        }

        // What a variable of Grafana stands for is known to Grafana.
        if (values.Count == 0 || value.Contains('$'))
        {
            return;
        }

        var isThere = operation is "=~" or "!~"
            ? values.Any(known => Regex.IsMatch(known, $"^(?:{value})$"))
            : values.Contains(value);
        if (!isThere)
        {
            throw new BadQueryException($"'{label}' of {metric.Name} is never '{value}'");
        }
    }

    private List<Shape> Arguments()
    {
        var arguments = new List<Shape>();
        Require("(");
        do
        {
            arguments.Add(Expression());
        }
        while (Takes(","));

        Require(")");
        return arguments;
    }

    private List<string> LabelList()
    {
        var labels = new List<string>();
        Require("(");
        while (!Takes(")"))
        {
            labels.Add(Take(TokenKind.Name).Value);
            Takes(",");
        }

        return labels;
    }

    private Token Take() => _tokens[_next++];

    private Token Take(TokenKind kind) =>
        Next.Kind == kind ? Take() : throw new BadQueryException($"'{Next.Value}' where a {kind} is due");

    private bool Takes(string word)
    {
        var isNext = Next.Kind is TokenKind.Name or TokenKind.Symbol && Next.Value == word;
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private void Require(string symbol)
    {
        if (!Takes(symbol))
        {
            throw new BadQueryException($"'{Next.Value}' where '{symbol}' is due");
        }
    }
}
