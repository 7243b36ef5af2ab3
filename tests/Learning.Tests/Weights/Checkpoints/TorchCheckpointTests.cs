using System.Runtime.InteropServices;
using Lesion.Learning.Native;
using Lesion.Learning.Weights;
using Lesion.Learning.Weights.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

public sealed class TorchCheckpointTests
{
    private static readonly SavedStorage Six = SavedStorage.Floats("0", 0, 1, 2, 3, 4, 5);

    [Theory]
    [InlineData("squeezenet1_1.pth")]
    [InlineData("squeezenet1_1.legacy.pth")]
    public void What_PyTorch_wrote_is_bit_for_bit_what_safetensors_has(string file)
    {
        using var expected = SafeTensors.Read(SharedData.Weights("squeezenet1_1.safetensors"));

        using var state = TorchCheckpoint.Read(SharedData.Weights(file));

        state.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (name, tensor) in state)
        {
            tensor.dtype.ShouldBe(expected[name].dtype, name);
            tensor.shape.ShouldBe(expected[name].shape, name);
            tensor.bytes.SequenceEqual(expected[name].bytes).ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData("FloatStorage", ScalarType.Float32)]
    [InlineData("DoubleStorage", ScalarType.Float64)]
    [InlineData("HalfStorage", ScalarType.Float16)]
    [InlineData("BFloat16Storage", ScalarType.BFloat16)]
    [InlineData("LongStorage", ScalarType.Int64)]
    [InlineData("IntStorage", ScalarType.Int32)]
    [InlineData("ByteStorage", ScalarType.Byte)]
    [InlineData("BoolStorage", ScalarType.Bool)]
    public void Numbers_of_every_type_are_read_in_both_forms_and_byte_orders(string type, ScalarType expected)
    {
        using var scope = NewDisposeScope();
        var values = tensor(new[] { 1, 0, 1, 0, 0, 1 }).to(expected);
        var size = values.bytes.Length / 6;
        var storage = new SavedStorage("7", type, 6, values.bytes.ToArray());
        var reversed = storage with { Bytes = [.. storage.Bytes.Chunk(size).SelectMany(number => number.Reverse())] };
        var saved = Named("a", storage.Tensor(0, [2, 3], [3, 1]));
        byte[][] files =
        [
            SavedFile.Zip(saved, storage),
            SavedFile.Zip([("data.pkl", PickleWriter.Write(saved)), ("byteorder", "little"u8.ToArray()), ("data/7", storage.Bytes)]),
            SavedFile.Zip([("data.pkl", PickleWriter.Write(saved)), ("byteorder", "big"u8.ToArray()), ("data/7", reversed.Bytes)]),
            SavedFile.Legacy(saved, storage),
            SavedFile.Legacy(saved, littleEndian: false, reversed),
        ];

        foreach (var file in files)
        {
            using var state = Read(file);
            state["a"].dtype.ShouldBe(expected);
            state["a"].shape.ShouldBe([2, 3]);
            state["a"].bytes.SequenceEqual(storage.Bytes).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 1, 2 }, new float[] { 0, 2, 4, 1, 3, 5 })] // transposed
    [InlineData(1, new long[] { 2 }, new long[] { 3 }, new float[] { 1, 4 })] // a column
    [InlineData(4, new long[] { 2 }, new long[] { 1 }, new float[] { 4, 5 })] // the end
    [InlineData(2, new long[] { }, new long[] { }, new float[] { 2 })] // a scalar
    [InlineData(6, new long[] { 0, 5 }, new long[] { 5, 1 }, new float[] { })] // nothing
    [InlineData(0, new long[] { 1, 2, 1, 3 }, new long[] { 9, 3, 9, 1 }, new float[] { 0, 1, 2, 3, 4, 5 })] // strides of axes of one do not count
    [InlineData(5, new long[] { 3 }, new long[] { 0 }, new float[] { 5, 5, 5 })] // one number, thrice
    public void Views_of_a_storage_have_the_numbers_that_their_strides_say(long offset, long[] shape, long[] strides, float[] expected)
    {
        var saved = Named("a", Six.Tensor(offset, shape, strides));

        foreach (var file in new[] { SavedFile.Zip(saved, Six), SavedFile.Legacy(saved, Six) })
        {
            using var state = Read(file);
            state["a"].shape.ShouldBe(shape);
            state["a"].is_contiguous().ShouldBeTrue();
            MemoryMarshal.Cast<byte, float>(state["a"].bytes).ToArray().ShouldBe(expected);
        }
    }

    [Fact]
    public void Tensors_may_share_a_storage_and_do_not_share_memory_thereafter()
    {
        var saved = new Dictionary<string, object?> { ["a"] = Six.Tensor(), ["b"] = Six.Tensor(), ["c"] = Six.Tensor(2, [2], [1]) };

        using var state = Read(SavedFile.Zip(saved, Six));
        state["a"].Fill_(9).Dispose();

        state["b"].data<float>().ToArray().ShouldBe([0, 1, 2, 3, 4, 5]);
        state["c"].data<float>().ToArray().ShouldBe([2, 3]);
    }

    [Fact]
    public void The_dialects_of_older_versions_are_understood()
    {
        var cuda = Six with { Module = "torch.cuda" };
        var steps = SavedStorage.Longs("1", 41);
        object Old(object id, long count) => new PickleWriter.Call("torch._utils", "_rebuild_tensor", [id, 0, new object?[] { count }, new object?[] { 1 }]);
        var hooks = new PickleWriter.Call("collections", "OrderedDict", []);
        var saved = new PickleWriter.Call(
            "collections",
            "OrderedDict",
            [
                new List<object?> // the pairs of Python 2
                {
                    new List<object?> { "first", Old(cuda.Id(legacy: true), 6) },
                    new List<object?> { new PickleWriter.Raw([(byte)'U', 1, (byte)'p']), new PickleWriter.Call("torch.nn.parameter", "Parameter", [Old(cuda.Id(legacy: true), 6)], new object?[] { true, false, hooks }) },
                    new List<object?> { "rebuilt", new PickleWriter.Call("torch._utils", "_rebuild_parameter", [SavedStorage.Tensor(cuda.Id(legacy: true), 0, [6], [1]), true, hooks]) },
                    new List<object?> { "part", Old(cuda.Id(part: ["99", 3, 2], legacy: true), 2) },
                    new List<object?> { "steps", Old(steps.Id(legacy: true), 1) },
                },
            ],
            new Dictionary<string, object?> { ["_metadata"] = new Dictionary<string, object?> { [""] = 1 } });

        using var state = Read(SavedFile.Legacy(saved, cuda, steps));

        state.Keys.ShouldBe(["first", "p", "rebuilt", "part", "steps"], ignoreOrder: true);
        state["p"].data<float>().ToArray().ShouldBe([0, 1, 2, 3, 4, 5]);
        state["part"].data<float>().ToArray().ShouldBe([3, 4]);
        state["steps"].data<long>().ToArray().ShouldBe([41]);
    }

    private static Dictionary<string, object?> Named(string name, object? value) => new() { [name] = value };

    private static StateDict Read(byte[] bytes) => TorchCheckpoint.Read(new MemoryStream(bytes), "some.pth");
}
