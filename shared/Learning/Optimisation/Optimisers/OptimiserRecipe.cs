namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>Which optimiser trains, and how fast each part of the network moves.</summary>
/// <remarks>
/// A relative rate is the share of a tensor's own root mean square by which a step moves its values, roughly; an absolute
/// one is the optimiser's usual rate. Folded weights are small numbers, so that absolute rates which suit others destroy
/// them.
/// </remarks>
public sealed record OptimiserRecipe
{
    public OptimiserKind Kind { get; init; } = OptimiserKind.AdamW;

    /// <summary>Of the head. Default 0.01.</summary>
    public double HeadRate { get; init; } = 0.01;

    /// <summary>Of the highest stage that is trained. Default 0.002.</summary>
    public double BodyRate { get; init; } = 0.002;

    /// <summary>Each stage below has this share of the rate of the stage above. Default 1: all have the same.</summary>
    public double RateFall { get; init; } = 1;

    /// <summary>Rates are relative to each tensor's root mean square. Default: yes.</summary>
    public bool Relative { get; init; } = true;

    /// <summary>Share of the rate by which weights shrink each step, apart from the gradient. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Biases and the gains of norms (tensors of one dimension) shrink too. Default: no.</summary>
    public bool DecayBiases { get; init; }

    /// <summary>Of AdamW: decay of the mean of gradients. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Of AdamW: decay of the mean of squared gradients. Default 0.99.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Of SGD: the share of the last step that is kept. Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Of SGD: looks ahead by one step (Nesterov). Default: yes.</summary>
    public bool Nesterov { get; init; } = true;

    /// <param name="stagesBelowTop">0 for the highest stage that is trained.</param>
    public double StageRate(int stagesBelowTop) => BodyRate * Math.Pow(RateFall, stagesBelowTop);

    /// <param name="require">Takes whether a value can be, its name, and what must hold.</param>
    /// <param name="path">This record's own, such as <c>phases[1].optimiser</c>.</param>
    internal void Check(Action<bool, string, string> require, string path)
    {
        require(Enum.IsDefined(Kind), $"{path}.kind", "is one of adamw, sgd");
        require(HeadRate > 0 && double.IsFinite(HeadRate), $"{path}.headRate", "is above 0");
        require(BodyRate > 0 && double.IsFinite(BodyRate), $"{path}.bodyRate", "is above 0");
        require(RateFall is > 0 and <= 1, $"{path}.rateFall", "lies above 0 and at most at 1");
        require(WeightDecay >= 0 && double.IsFinite(WeightDecay), $"{path}.weightDecay", "is not negative");
        require(Beta1 is >= 0 and < 1, $"{path}.beta1", "lies in [0, 1)");
        require(Beta2 is > 0 and < 1, $"{path}.beta2", "lies above 0 and below 1");
        require(Momentum is >= 0 and < 1, $"{path}.momentum", "lies in [0, 1)");
        require(!Nesterov || Kind != OptimiserKind.Sgd || Momentum > 0, $"{path}.nesterov", "goes with a momentum above 0");
    }
}
