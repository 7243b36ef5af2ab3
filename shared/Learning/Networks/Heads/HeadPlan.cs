namespace Lesion.Learning.Networks.Heads;

/// <summary>What makes logits of the embedding, as data.</summary>
public sealed record HeadPlan
{
    /// <summary>Of hidden units.</summary>
    public const int MostHidden = 65536;

    /// <summary>Default: linear.</summary>
    public HeadKind Kind { get; init; } = HeadKind.Linear;

    /// <summary>Units of the hidden layer of <see cref="HeadKind.Mlp"/>. Default 256.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>The share of the features that <see cref="HeadKind.Mlp"/> leaves out at random in each training step. Default 0.5.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <exception cref="ArgumentException">A value is impossible; the message says which.</exception>
    public void Check()
    {
        if (Hidden is < 1 or > MostHidden)
            throw new ArgumentException($"A head's hidden layer has 1 to {MostHidden} units; given: {Hidden}.");
        if (!(Dropout is >= 0 and < 1))
            throw new ArgumentException($"A head's dropout lies in [0, 1); given: {Dropout}.");
    }
}
