namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>Which series of two operands belong together: all labels alike, or what <c>on</c>, <c>ignoring</c> and <c>group_left</c> say.</summary>
internal sealed record VectorMatching
{
    public IReadOnlyList<string>? On { get; init; }

    public IReadOnlyList<string>? Ignoring { get; init; }

    /// <summary>What <c>group_left</c> takes over from the right; null where one series meets one.</summary>
    public IReadOnlyList<string>? GroupLeft { get; init; }

    /// <exception cref="BadQueryException">No series of one can have a partner in the other.</exception>
    public Shape Combine(string operation, Shape left, Shape right)
    {
        if (left.IsScalar || right.IsScalar)
        {
            return (left.IsScalar ? right : left).Instant();
        }

        if (operation == "or")
        {
            return left.Instant(left.Labels.Union(right.Labels));
        }

        RequirePartners(operation, left.Labels, right.Labels);
        if (operation is "and" or "unless")
        {
            return left.Instant();
        }

        return (On, Ignoring, GroupLeft) switch
        {
            (_, _, { } taken) => left.Instant(left.Labels.Union(taken)),
            ({ } on, _, null) => left.Instant(on),
            (_, { } ignored, null) => left.Instant(left.Labels.Except(ignored)),
            _ => left.Instant(),
        };
    }

    private void RequirePartners(string operation, IReadOnlySet<string> left, IReadOnlySet<string> right)
    {
        foreach (var label in On ?? [])
        {
            if (!left.Contains(label) || !right.Contains(label))
            {
                throw new BadQueryException($"'{operation}' goes by '{label}', which one side of it has not");
            }
        }

        foreach (var label in GroupLeft ?? [])
        {
            if (!right.Contains(label))
            {
                throw new BadQueryException($"group_left takes '{label}', which the right side has not");
            }
        }

        if (On is null && !left.Except(Ignoring ?? []).ToHashSet().SetEquals(right.Except(Ignoring ?? [])))
        {
            throw new BadQueryException(
                $"'{operation}' never finds a partner: left has [{string.Join(", ", left.Order())}], right [{string.Join(", ", right.Order())}]");
        }
    }
}
