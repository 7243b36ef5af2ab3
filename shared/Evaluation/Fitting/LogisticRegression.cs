using System.Numerics.Tensors;

namespace Lesion.Evaluation;

/// <summary>
/// Logistic regression with an L2 penalty in double precision: minimises mean cross-entropy + λ/2 · ‖weights‖² over
/// standardised features, the bias free. Rows are summed in fixed blocks, so that the result is the same to the last bit
/// for any number of threads. Two classes are solved as one vector w and given back as logits (−w, +w)/2.
/// </summary>
public sealed class LogisticRegression
{
    private const int BlockRows = 128;
    private const int MaxIterations = 1_000;

    private readonly double[] _mean;
    private readonly double[] _scale;
    private readonly double[] _standard;
    private readonly int[] _labels;
    private readonly int _features;
    private readonly int _classes;

    /// <param name="features"><c>[N, D]</c>, row by row.</param>
    /// <param name="labels"><c>[N]</c>, from 0 up to <paramref name="classes"/>.</param>
    public LogisticRegression(ReadOnlySpan<float> features, ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.Length == 0 || features.Length % labels.Length != 0)
            throw new ArgumentException(
                $"{features.Length} feature values are no whole number for each of {labels.Length} rows.", nameof(features));
        _features = features.Length / labels.Length;
        _classes = classes;
        _labels = labels.ToArray();
        (_mean, _scale) = Moments(features, labels.Length, _features);
        _standard = new double[features.Length];
        for (var i = 0; i < features.Length; i++)
            _standard[i] = (features[i] - _mean[i % _features]) / _scale[i % _features];
    }

    private int Outputs => _classes == 2 ? 1 : _classes;

    /// <summary>Fits with one penalty.</summary>
    /// <param name="l2">λ, above 0.</param>
    /// <param name="start">A fit with a similar penalty on the same rows to start from; it saves time and changes the
    /// result only within the tolerance.</param>
    /// <param name="tolerance">Norm of the gradient at which the fit ends.</param>
    public LogisticModel Fit(double l2, LogisticModel? start = null, double tolerance = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(l2);
        var parameters = start is null ? new double[Outputs * (_features + 1)] : Pack(start);
        Lbfgs.Minimise((point, gradient) => Evaluate(point, gradient, l2), parameters, tolerance, MaxIterations);
        return Unpack(parameters);
    }

    private double Evaluate(double[] parameters, Span<double> gradient, double l2)
    {
        var rows = _labels.Length;
        var blocks = (rows + BlockRows - 1) / BlockRows;
        var losses = new double[blocks];
        var gradients = new double[blocks][];
        Parallel.For(0, blocks, block =>
        {
            gradients[block] = new double[parameters.Length];
            losses[block] = Block(parameters, gradients[block], block * BlockRows, Math.Min(rows, (block + 1) * BlockRows));
        });
        gradient.Clear();
        double loss = 0;
        for (var block = 0; block < blocks; block++)
        {
            loss += losses[block];
            TensorPrimitives.Add<double>(gradient, gradients[block], gradient);
        }

        TensorPrimitives.Divide<double>(gradient, rows, gradient);
        var weights = parameters.AsSpan(0, Outputs * _features);
        TensorPrimitives.MultiplyAdd<double>(weights, l2, gradient[..weights.Length], gradient[..weights.Length]);
        return loss / rows + 0.5 * l2 * TensorPrimitives.SumOfSquares<double>(weights);
    }

    private double Block(double[] parameters, double[] gradient, int from, int to)
    {
        double loss = 0;
        Span<double> error = stackalloc double[Outputs];
        for (var i = from; i < to; i++)
        {
            var row = _standard.AsSpan(i * _features, _features);
            for (var k = 0; k < error.Length; k++)
                error[k] = parameters[error.Length * _features + k]
                    + TensorPrimitives.Dot<double>(row, parameters.AsSpan(k * _features, _features));
            loss += error.Length == 1 ? Binary(ref error[0], _labels[i]) : Multinomial(error, _labels[i]);
            for (var k = 0; k < error.Length; k++)
            {
                var part = gradient.AsSpan(k * _features, _features);
                TensorPrimitives.MultiplyAdd<double>(row, error[k], part, part);
                gradient[error.Length * _features + k] += error[k];
            }
        }

        return loss;
    }

    /// <summary>Turns the log odds of class 1 into their gradient and returns the loss.</summary>
    private static double Binary(ref double z, int label)
    {
        var loss = Math.Max(z, 0) - (label == 1 ? z : 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
        z = 1 / (1 + Math.Exp(-z)) - label;
        return loss;
    }

    private static double Multinomial(Span<double> logits, int label)
    {
        var top = TensorPrimitives.Max<double>(logits);
        var own = logits[label] - top;
        double total = 0;
        for (var k = 0; k < logits.Length; k++)
            total += logits[k] = Math.Exp(logits[k] - top);
        for (var k = 0; k < logits.Length; k++)
            logits[k] /= total;
        logits[label] -= 1;
        return Math.Log(total) - own;
    }

    private double[] Pack(LogisticModel model)
    {
        if (model.Features != _features || model.Classes != _classes)
            throw new ArgumentException("The start is of another number of features or classes.", nameof(model));
        return Outputs == 1
            ? [.. model.Weights[_features..].Select(w => 2 * w), 2 * model.Bias[1]]
            : [.. model.Weights, .. model.Bias];
    }

    private LogisticModel Unpack(double[] parameters)
    {
        var weights = parameters[..(Outputs * _features)];
        var bias = parameters[(Outputs * _features)..];
        return Outputs == 1
            ? new(_mean, _scale,
                [.. weights.Select(w => -w / 2), .. weights.Select(w => w / 2)], [-bias[0] / 2, bias[0] / 2])
            : new(_mean, _scale, weights, bias);
    }

    private static (double[] Mean, double[] Scale) Moments(ReadOnlySpan<float> features, int rows, int columns)
    {
        var mean = new double[columns];
        var scale = new double[columns];
        for (var i = 0; i < features.Length; i++)
            mean[i % columns] += features[i];
        TensorPrimitives.Divide<double>(mean, rows, mean);
        for (var i = 0; i < features.Length; i++)
        {
            var d = features[i] - mean[i % columns];
            scale[i % columns] += d * d;
        }

        for (var j = 0; j < columns; j++)
        {
            // A feature that never changes says nothing: scale 1 leaves it at 0.
            var deviation = Math.Sqrt(scale[j] / rows);
            scale[j] = deviation > 1e-12 ? deviation : 1;
        }

        return (mean, scale);
    }
}
