namespace Lesion.Learning.Networks.Layers;

/// <summary>A kernel's size, a step or a padding, along both axes of an image; a single number means both.</summary>
internal readonly record struct Extent(int Height, int Width)
{
    public static implicit operator Extent(int both) => new(both, both);

    public static implicit operator Extent((int Height, int Width) extent) => new(extent.Height, extent.Width);

    /// <summary>As torch wants it.</summary>
    public long[] Lengths => [Height, Width];

    /// <summary>As ONNX wants a padding: at the beginning of each axis, then at the end of each.</summary>
    public long[] Pads => [Height, Width, Height, Width];
}
