using Lesion.Learning.Native;
using Shouldly;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Native;

public sealed class NativeTensorTests
{
    [Fact]
    public void It_holds_the_numbers_in_the_shape_and_type_given()
    {
        using var floats = NativeTensor.Of<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        using var longs = NativeTensor.Of<long>([7, 8]);
        using var none = NativeTensor.Of<double>([]);
        (floats.dtype, longs.dtype, none.dtype).ShouldBe((ScalarType.Float32, ScalarType.Int64, ScalarType.Float64));
        floats.shape.ShouldBe([2, 3]);
        floats.data<float>().ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        longs.data<long>().ToArray().ShouldBe([7, 8]);
        none.shape.ShouldBe([0]);
    }

    [Fact]
    public void It_does_not_lie_in_the_array()
    {
        var numbers = new byte[] { 1, 2, 3 };
        using var tensor = NativeTensor.Of(numbers);
        numbers[1] = 9;
        tensor.data<byte>().ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Numbers_that_do_not_fill_the_shape_are_refused() =>
        Should.Throw<ArgumentException>(() => NativeTensor.Of<float>([1, 2, 3], [2, 2]));
}
