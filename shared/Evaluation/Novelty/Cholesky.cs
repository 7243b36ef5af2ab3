using System.Numerics.Tensors;

namespace Lesion.Evaluation.Novelty;

/// <summary>The Cholesky decomposition A = L Lᵀ of a symmetric, positive definite matrix. Matrices are row-major.</summary>
internal static class Cholesky
{
    /// <summary>L [d, d], lower triangular.</summary>
    /// <param name="matrix">A [d, d].</param>
    /// <param name="size">d.</param>
    /// <exception cref="ArgumentException">A is not positive definite.</exception>
    public static double[] Factor(ReadOnlySpan<double> matrix, int size)
    {
        var factor = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            var current = factor.AsSpan(row * size, size);
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[row * size + column]
                    - TensorPrimitives.Dot(current[..column], factor.AsSpan(column * size, column));
                if (column < row)
                    current[column] = rest / factor[column * (size + 1)];
                else if (rest > 0)
                    current[row] = Math.Sqrt(rest);
                else
                    throw new ArgumentException($"The matrix is not positive definite: its pivot {row} is {rest}.", nameof(matrix));
            }
        }

        return factor;
    }

    /// <summary>L⁻¹ [d, d], lower triangular.</summary>
    /// <param name="factor">L [d, d].</param>
    /// <param name="size">d.</param>
    public static double[] Inverse(ReadOnlySpan<double> factor, int size)
    {
        var inverse = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            // By forward substitution: L's row times what is known above gives this row, less the diagonal's part.
            var current = inverse.AsSpan(row * size, size);
            for (var above = 0; above < row; above++)
            {
                var target = current[..(above + 1)];
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(above * size, above + 1), -factor[row * size + above], target, target);
            }

            current[row] = 1;
            TensorPrimitives.Divide(current[..(row + 1)], factor[row * (size + 1)], current[..(row + 1)]);
        }

        return inverse;
    }
}
