using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>A named tensor of a layer: its shape is part of the architecture, its value comes with the weights.</summary>
/// <param name="name">Relative to its layer, such as <c>weight</c>.</param>
/// <param name="shape">Extents.</param>
internal sealed class Weight(string name, params long[] shape)
{
    private Parameter? _value;

    public string Name { get; } = name;

    public IReadOnlyList<long> Shape { get; } = shape;

    public WeightUse Use { get; init; } = WeightUse.Parameter;

    /// <summary>The tensor, float32; frozen until somebody asks for its gradient.</summary>
    /// <exception cref="InvalidOperationException">No weights were loaded.</exception>
    public Parameter Value => _value ?? throw new InvalidOperationException($"Weight '{Name}' has no value: load the network's weights first.");

    /// <summary>
    /// The value in the element type of what it works on: an input in bfloat16 makes a layer compute in bfloat16, while the
    /// gradient arrives in float32 at the value itself.
    /// </summary>
    public Tensor For(Tensor input) => input.dtype == ScalarType.Float32 ? Value : Value.to(input.dtype);

    /// <summary>Copies <paramref name="value"/>; into the tensor that is there, if there is one, so that an optimiser keeps hold of it.</summary>
    public void Set(Tensor value, Device device)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        if (_value is not null)
        {
            _value.copy_(value);
            return;
        }
        _value = new Parameter(value.to(ScalarType.Float32, device, copy: true), requires_grad: false);
        _value.DetachFromDisposeScope(); // it lives as long as its network
    }

    /// <summary>Gives the value's memory back.</summary>
    public void Free()
    {
        _value?.Dispose();
        _value = null;
    }
}
