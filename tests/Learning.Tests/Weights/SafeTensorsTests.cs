using System.Buffers.Binary;
using System.Text;
using Lesion.Learning.Native;
using Lesion.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Weights;

public sealed class SafeTensorsTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void What_is_written_is_read_back(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var values = tensor(new[] { 0, 1, 2, 3, 4, 5 }).reshape(2, 3).to(type);
        var written = new Dictionary<string, Tensor> { ["b"] = values, ["a.weight"] = values.t(), ["empty"] = zeros([0, 4]), ["scalar"] = tensor(7f) };

        using var read = Read(Write(written, new Dictionary<string, string> { ["origin"] = "drawn “by hand”" }));

        read.Metadata["origin"].ShouldBe("drawn “by hand”");
        read.Keys.ShouldBe(["a.weight", "b", "empty", "scalar"], ignoreOrder: true);
        read["b"].dtype.ShouldBe(type);
        read["b"].equal(values).all().item<bool>().ShouldBeTrue();
        read["a.weight"].equal(values.t()).all().item<bool>().ShouldBeTrue();
        read["empty"].shape.ShouldBe([0, 4]);
        read["scalar"].item<float>().ShouldBe(7);
    }

    [Fact]
    public void Equal_states_give_equal_bytes_in_whatever_order_they_come()
    {
        using var scope = NewDisposeScope();
        Tensor a = NativeTensor.Of<long>([0, 1, 2, 3, 4]), b = zeros(3);

        Write(new() { ["a"] = a, ["b"] = b }).ShouldBe(Write(new() { ["b"] = b, ["a"] = a }));
    }

    [Fact]
    public void Tensors_outlive_the_scope_in_which_they_were_read_and_end_with_their_state()
    {
        var bytes = Write(new() { ["a"] = ones(3) });
        Tensor tensor;
        using (var state = ReadWithinAScope())
        {
            tensor = state["a"];
            tensor.IsInvalid.ShouldBeFalse();
        }
        tensor.IsInvalid.ShouldBeTrue();

        StateDict ReadWithinAScope()
        {
            using var scope = NewDisposeScope();
            return Read(bytes);
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_by_its_name_and_the_tensors()
    {
        using var scope = NewDisposeScope();
        var bytes = Write(new() { ["layer.weight"] = ones(64) });

        Should.Throw<InvalidDataException>(() => Read(bytes[..^1])).Message.ShouldBe("some.safetensors is cut off within tensor 'layer.weight'. Fetch it again.");
        Should.Throw<InvalidDataException>(() => Read(bytes[..20])).Message.ShouldContain("header");
        Should.Throw<InvalidDataException>(() => Read(bytes[..3])).Message.ShouldContain("some.safetensors");
        Should.Throw<InvalidDataException>(() => Read([.. bytes, 0])).Message.ShouldContain("goes on after its last tensor");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "'a' has not as many bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "'a' has an impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "'a' has an impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "'a' has an impossible")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' does not begin")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'b' does not begin")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "'a' is of type F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "cannot be read")]
    [InlineData("""{"a":3}""", "cannot be read")]
    [InlineData("""[1]""", "cannot be read")]
    [InlineData("""{"a":""", "cannot be read")]
    public void A_header_that_lies_is_refused(string header, string reason) =>
        Should.Throw<InvalidDataException>(() => Read(File(header, [0, 0, 0, 0]))).Message.ShouldContain(reason);

    [Fact]
    public void A_header_length_that_no_file_has_takes_no_memory()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, long.MaxValue);

        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain("the length of its header is impossible");
    }

    [Fact]
    public void A_type_that_the_format_cannot_hold_is_refused_by_the_tensors_name()
    {
        using var scope = NewDisposeScope();

        Should.Throw<ArgumentException>(() => Write(new() { ["z"] = zeros(2, dtype: ScalarType.ComplexFloat64) })).Message.ShouldContain("'z'");
    }

    private static byte[] Write(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static StateDict Read(byte[] bytes) => SafeTensors.Read(new MemoryStream(bytes), "some.safetensors");

    private static byte[] File(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
