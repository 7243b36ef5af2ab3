using Lesion.Learning.Native;
using Shouldly;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Native;

public sealed class ArithmeticTests
{
    public static TheoryData<string, Func<Tensor, Tensor>, float[]> Operations => new()
    {
        { "x + y", x => x.Add(x), [-4, 2, 12] },
        { "x + 3", x => x.Add(3), [1, 4, 9] },
        { "x ← x + y", x => x.Add_(x), [-4, 2, 12] },
        { "x ← x + 3", x => x.Add_(3), [1, 4, 9] },
        { "x ← x + y / 2", x => x.Add_(x, 0.5), [-3, 1.5f, 9] },
        { "x ← x + 2 · y · z", x => x.Addcmul_(x, x, 2), [6, 3, 78] },
        { "x ← x + 2 · y / z", x => x.Addcdiv_(x, x, 2), [0, 3, 8] },
        { "x - 3", x => x.Sub(3), [-5, -2, 3] },
        { "3 - x", x => x.SubFrom(3), [5, 2, -3] },
        { "2 · x", x => x.Mul(2), [-4, 2, 12] },
        { "x ← 2 · x", x => x.Mul_(2), [-4, 2, 12] },
        { "x / 2", x => x.Div(2), [-1, 0.5f, 3] },
        { "x²", x => x.Square(), [4, 1, 36] },
        { "x ← 7", x => x.Fill_(7), [7, 7, 7] },
        { "x ← at least 0", x => x.Clamp_(min: 0), [0, 1, 6] },
        { "x ← at most 5", x => x.Clamp_(max: 5), [-2, 1, 5] },
        { "x < 1", x => x.Lt(1).to(ScalarType.Float32), [1, 0, 0] },
        { "0, 1, 2", _ => Arithmetic.Arange(3), [0, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public void An_operation_gives_what_its_formula_says_and_changes_its_tensor_only_in_place(
        string formula, Func<Tensor, Tensor> operation, float[] expected)
    {
        using var scope = NewDisposeScope();
        float[] numbers = [-2, 1, 6];
        var x = NativeTensor.Of(numbers);
        operation(x).data<float>().ToArray().ShouldBe(expected, formula);
        x.data<float>().ToArray().ShouldBe(formula.Contains('←', StringComparison.Ordinal) ? expected : numbers, formula);
    }
}
