using Lesion.Learning.Native;
using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// How much each location counts in a mean about the image's centre: proportional to exp(-(x² + y²) / 2σ²), where the cells'
/// centres x and y run from -1 to 1 between the image's borders, and one in sum. A lesion is photographed in the middle; what
/// lies at the border is skin, hair and ruler.
/// </summary>
/// <param name="sigma">σ, in halves of the image's sides.</param>
internal sealed class CentreWeights(double sigma)
{
    private readonly float _halfPrecision = (float)(-0.5 / (sigma * sigma));

    /// <returns>[h, w], float32.</returns>
    public Tensor Of(long height, long width, Device device)
    {
        using var scope = NewDisposeScope();
        return outer(Axis(height, device), Axis(width, device)).MoveToOuterDisposeScope();
    }

    /// <returns>[h, w].</returns>
    public GraphValue Write(GraphBuilder graph, SpatialGrid grid) =>
        graph.Node("Mul", [WriteAxis(graph, grid.Height, -1, 1), WriteAxis(graph, grid.Width, 1, -1)]);

    private Tensor Axis(long extent, Device device)
    {
        var coordinate = Arithmetic.Arange(extent, device).Mul(2).Add(1).Div(extent).Sub(1);
        var weight = coordinate.Square().Mul(_halfPrecision).exp();
        return weight / weight.sum();
    }

    private GraphValue WriteAxis(GraphBuilder graph, GraphValue extent, params long[] shape)
    {
        GraphValue one = graph.Constant("one", 1f), two = graph.Constant("two", 2f);
        var odd = graph.Node("Add", [graph.Node("Mul", [SpatialGrid.Indices(graph, extent, shape), two]), one]);
        var coordinate = graph.Node("Sub", [graph.Node("Div", [odd, extent]), one]);
        var exponent = graph.Node("Mul", [graph.Node("Mul", [coordinate, coordinate]), graph.Constant("half_precision", _halfPrecision)]);
        var weight = graph.Node("Exp", [exponent]);
        return graph.Node("Div", [weight, graph.Node("ReduceSum", [weight])]);
    }
}
