using System.Numerics.Tensors;

namespace Lesion.Evaluation;

/// <summary>
/// Limited-memory BFGS for smooth convex functions, with a backtracking line search.
/// Source: Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4 and 7.5.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 12;

    /// <summary>Writes the gradient at the point into the second span and returns the value.</summary>
    public delegate double Objective(double[] point, Span<double> gradient);

    /// <summary>Moves <paramref name="x"/> to the minimum; ends when the gradient's norm is at most the tolerance.</summary>
    /// <returns>The number of iterations.</returns>
    public static int Minimise(Objective objective, double[] x, double tolerance, int maxIterations)
    {
        var gradient = new double[x.Length];
        var value = objective(x, gradient);
        var pairs = new LinkedList<(double[] Step, double[] Change, double Rho)>();
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            if (TensorPrimitives.Norm<double>(gradient) <= tolerance)
                return iteration;
            var direction = Direction(gradient, pairs);
            if (Search(objective, x, value, gradient, direction, pairs.Count == 0) is not { } next)
                return iteration;
            var step = new double[x.Length];
            var change = new double[x.Length];
            TensorPrimitives.Subtract<double>(next.Point, x, step);
            TensorPrimitives.Subtract<double>(next.Gradient, gradient, change);
            var curvature = TensorPrimitives.Dot<double>(step, change);
            if (curvature > 1e-12 * TensorPrimitives.SumOfSquares<double>(change))
            {
                pairs.AddLast((step, change, 1 / curvature));
                if (pairs.Count > Memory)
                    pairs.RemoveFirst();
            }

            next.Point.CopyTo(x, 0);
            gradient = next.Gradient;
            value = next.Value;
        }

        return maxIterations;
    }

    private static double[] Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Rho)> pairs)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate<double>(gradient, direction);
        if (pairs.Count == 0)
            return direction;
        var alphas = new Stack<double>();
        for (var node = pairs.Last; node is not null; node = node.Previous)
        {
            var alpha = node.Value.Rho * TensorPrimitives.Dot<double>(node.Value.Step, direction);
            TensorPrimitives.MultiplyAdd<double>(node.Value.Change, -alpha, direction, direction);
            alphas.Push(alpha);
        }

        var (_, lastChange, lastRho) = pairs.Last!.Value;
        TensorPrimitives.Multiply<double>(
            direction, 1 / (lastRho * TensorPrimitives.SumOfSquares<double>(lastChange)), direction);
        foreach (var (step, change, rho) in pairs)
        {
            var beta = rho * TensorPrimitives.Dot<double>(change, direction);
            TensorPrimitives.MultiplyAdd<double>(step, alphas.Pop() - beta, direction, direction);
        }

        return direction;
    }

    private static (double[] Point, double Value, double[] Gradient)? Search(
        Objective objective, double[] x, double value, double[] gradient, double[] direction, bool first)
    {
        var slope = TensorPrimitives.Dot<double>(gradient, direction);
        var length = first ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(direction)) : 1.0;
        var point = new double[x.Length];
        var gradientThere = new double[x.Length];
        for (var halving = 0; halving < 40; halving++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd<double>(direction, length, x, point);
            var there = objective(point, gradientThere);
            if (there <= value + 1e-4 * length * slope)
                return (point, there, gradientThere);
        }

        return null; // No smaller value can be told apart from rounding.
    }
}
