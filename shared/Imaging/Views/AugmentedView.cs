namespace Lesion.Imaging;

/// <summary>One augmented view.</summary>
/// <param name="Pixels">RGB, row-major HWC, <c>Size * Size * 3</c> bytes.</param>
/// <param name="Parameters">What was done to the original.</param>
public sealed record AugmentedView(byte[] Pixels, ViewParameters Parameters);
