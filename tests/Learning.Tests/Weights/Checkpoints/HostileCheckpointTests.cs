using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Lesion.Learning.Weights;
using Lesion.Learning.Weights.Checkpoints;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

public sealed class HostileCheckpointTests
{
    private static readonly SavedStorage Four = SavedStorage.Floats("0", 0, 1, 2, 3);

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch.hub", "load")]
    [InlineData("torch._utils", "_rebuild_tensor_v3")]
    [InlineData("torch.storage", "UntypedStorage")]
    [InlineData("torch", "ComplexFloatStorage")]
    [InlineData("__torch__.torchvision.models.resnet", "ResNet")]
    public void A_name_that_is_not_allowed_is_refused_by_file_and_name(string module, string name)
    {
        var saved = Named("a", new PickleWriter.Call(module, name, ["echo pwned"]));

        foreach (var file in new[] { SavedFile.Zip(saved), SavedFile.Legacy(saved) })
        {
            var message = Refusal(file);
            message.ShouldContain("some.pth");
            message.ShouldContain($"'{module}.{name}'");
            message.ShouldContain("state_dict()");
        }
    }

    [Theory]
    [InlineData("i", "0x69")] // INST: names and calls
    [InlineData("o", "0x6F")] // OBJ: calls
    [InlineData("P", "0x50")] // PERSID
    [InlineData("I", "0x49")] // INT as text
    [InlineData("\x82", "0x82")] // EXT1: a name from a registry
    [InlineData("\x92", "0x92")] // NEWOBJ_EX
    [InlineData("\x8b", "0x8B")] // LONG4
    [InlineData("\x8d", "0x8D")] // BINUNICODE8
    [InlineData("B", "0x42")] // BINBYTES
    [InlineData("\x97", "0x97")] // NEXT_BUFFER
    public void An_instruction_that_is_not_allowed_is_refused_by_its_number(string opcode, string shown) =>
        Refusal(Pickle([0x80, 2, (byte)opcode[0], .. "abc\nabc\n."u8])).ShouldContain(shown);

    [Theory]
    [InlineData("\u0080\u0002.", "makes no sense")] // stop on an empty stack
    [InlineData("\u0080\u0006N.", "protocol 6")]
    [InlineData("\u0080\u0002t.", "makes no sense")] // a tuple without a mark
    [InlineData("\u0080\u0002(\u0086.", "makes no sense")] // takes from below the mark
    [InlineData("\u0080\u0002h\u0005.", "makes no sense")] // recalls what was not put
    [InlineData("\u0080\u0002NNs.", "makes no sense")] // sets an item of nothing
    [InlineData("\u0080\u0002]Nb.", "makes no sense")] // gives a list attributes
    [InlineData("\u0080\u0002NN\u0093.", "makes no sense")] // a name that is no text
    [InlineData("\u0080\u0002N)R.", "makes no sense")] // calls nothing
    [InlineData("\u0080\u0002ccollections\nOrderedDict\nNR.", "makes no sense")] // calls with no arguments
    [InlineData("\u0080\u0002}}Ns.", "neither text")] // a key that is no key
    [InlineData("\u0080\u0002X\u00FF\u00FF\u00FF\u00FF", "longer than 16 MiB")]
    [InlineData("\u0080\u0002J", "cut off")]
    [InlineData("\u0080\u0002N.", "no state dict")]
    [InlineData("\u0080\u0002}.", "no state dict")]
    public void A_pickle_that_makes_no_sense_is_refused(string pickle, string reason) =>
        Refusal(Pickle(Encoding.Latin1.GetBytes(pickle))).ShouldContain(reason);

    [Fact]
    public void A_pickle_that_never_ends_takes_no_more_than_its_share()
    {
        var marks = new byte[(16 << 20) + 1];
        marks.AsSpan().Fill((byte)'N');

        Refusal(Pickle(marks)).ShouldContain("longer than 16 MiB");
    }

    public static TheoryData<long, long[], long[]> ImpossibleViews { get; } = new()
    {
        { -1, [1], [1] },
        { 1, [4], [1] },
        { 5, [1], [1] },
        { long.MaxValue, [1], [1] },
        { 0, [-4], [1] },
        { 0, [2], [-1] },
        { 0, [2, 2], [1] },
        { 0, [2], [4] },
        { 0, [2], [long.MaxValue] },
        { 0, [5], [0] },
        { 0, [long.MaxValue, long.MaxValue], [0, 0] },
        { 0, [4611686018427387904, 4], [1, 1] },
        { 0, [3, 3], [long.MaxValue / 2, long.MaxValue / 2] },
        { 0, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)] },
    };

    [Theory]
    [MemberData(nameof(ImpossibleViews))]
    public void A_tensor_beyond_its_storage_is_refused(long offset, long[] shape, long[] strides) =>
        Refusal(SavedFile.Zip(Named("a", Four.Tensor(offset, shape, strides)), Four)).ShouldContain("tensor reaches beyond its storage");

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void A_storage_whose_length_is_a_lie_is_refused_before_any_memory_is_taken(long count)
    {
        var liar = Four with { Count = count };
        var saved = Named("a", liar.Tensor(0, [1], [1]));

        Refusal(SavedFile.Zip(saved, liar)).ShouldContain("storage");
        Refusal(SavedFile.Legacy(saved, Four)).ShouldContain("storage");
        if (count > 4)
            Refusal(SavedFile.Legacy(saved, liar)).ShouldContain("storage");
    }

    [Theory]
    [InlineData("FloatStorage", 2)]
    [InlineData("DoubleStorage", 2)]
    [InlineData("HalfStorage", 4)]
    public void A_storage_that_is_described_in_two_ways_is_refused(string type, long count)
    {
        var other = Four with { Type = type, Count = count };
        var saved = new Dictionary<string, object?> { ["a"] = Four.Tensor(), ["b"] = other.Tensor() };

        Refusal(SavedFile.Zip(saved, Four)).ShouldContain("in two ways");
        Refusal(SavedFile.Legacy(saved, Four)).ShouldContain("in two ways");
    }

    [Fact]
    public void Tensors_that_share_a_storage_without_end_are_refused()
    {
        var large = SavedStorage.Floats("0", new float[100_000]);
        var saved = Enumerable.Range(0, 100).ToDictionary(i => $"{i}", _ => (object?)large.Tensor());

        Refusal(SavedFile.Zip(saved, large)).ShouldContain("share their storages");
    }

    [Fact]
    public void What_is_compressed_is_refused_so_that_nothing_unfolds()
    {
        var zeros = SavedStorage.Floats("0", new float[1 << 20]);
        var entries = new[] { ("data.pkl", PickleWriter.Write(Named("a", zeros.Tensor()))), ("data/0", zeros.Bytes) };

        Refusal(SavedFile.Zip(entries, CompressionLevel.SmallestSize)).ShouldContain("compressed");
    }

    [Fact]
    public void Archives_that_are_no_checkpoints_are_refused()
    {
        var pickle = PickleWriter.Write(Named("a", Four.Tensor()));

        Refusal(SavedFile.Zip([("readme.txt", pickle)])).ShouldContain("no data.pkl");
        Refusal(SavedFile.Zip([("data.pkl", pickle), ("b/data.pkl", pickle)])).ShouldContain("no data.pkl");
        Refusal(SavedFile.Zip([("data.pkl", pickle), ("data.pkl", pickle)])).ShouldContain("two entries");
        Refusal(SavedFile.Zip([("data.pkl", pickle)])).ShouldContain("no storage '0'");
        Refusal(SavedFile.Legacy(Named("a", Four.Tensor()))).ShouldContain("no storage '0'");
        Refusal([.. new byte[257], .. "ustar\0"u8, .. new byte[512]]).ShouldContain("tar form");
        Refusal("<html>404</html>"u8.ToArray()).ShouldContain("some.pth");
        Refusal([]).ShouldContain("cut off");
        Refusal(PickleWriter.Write(1)).ShouldContain("not one of torch.save");
    }

    [Fact]
    public void What_is_no_state_dict_is_refused_by_what_it_holds()
    {
        var module = new PickleWriter.Persistent(["module", new PickleWriter.Named("collections", "OrderedDict"), "net.py", "class Net: pass"]);

        Refusal(SavedFile.Zip(new Dictionary<string, object?> { ["epoch"] = 3 })).ShouldContain("'epoch' is no tensor");
        Refusal(SavedFile.Legacy(module)).ShouldContain("save model.state_dict()");
        Refusal(SavedFile.Zip(new List<object?> { Four.Tensor() }, Four)).ShouldContain("no state dict");
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused()
    {
        var saved = Named("a", Four.Tensor());
        foreach (var file in new[] { SavedFile.Zip(saved, Four), SavedFile.Legacy(saved, Four) })
            for (var length = 0; length < file.Length; length++)
                Refusal(file[..length]).ShouldStartWith("some.pth");
    }

    [Fact]
    public void Whatever_bytes_are_changed_the_file_is_read_or_refused()
    {
        var saved = new Dictionary<string, object?> { ["a"] = Four.Tensor(0, [2, 2], [1, 2]), ["b"] = Four.Tensor(1, [3], [1]) };
        byte[][] files = [SavedFile.Zip(saved, Four), SavedFile.Legacy(saved, Four)];
        var changes = ArbMap.Default.ArbFor<(ushort At, byte Value)[]>();

        Prop.ForAll(changes, changed => files.All(file => IsReadOrRefused(Change(file, changed))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20261123, 1));
    }

    private static bool IsReadOrRefused(byte[] file)
    {
        try
        {
            TorchCheckpoint.Read(new MemoryStream(file), "some.pth").Dispose();
            return true;
        }
        catch (InvalidDataException e)
        {
            return e.Message.StartsWith("some.pth", StringComparison.Ordinal);
        }
    }

    private static byte[] Change(byte[] file, (ushort At, byte Value)[] changes)
    {
        var changed = (byte[])file.Clone();
        foreach (var (at, value) in changes)
            changed[at % changed.Length] = value;
        return changed;
    }

    private static string Refusal(byte[] file) =>
        Should.Throw<InvalidDataException>(() => TorchCheckpoint.Read(new MemoryStream(file), "some.pth")).Message;

    private static byte[] Pickle(byte[] pickle) => SavedFile.Zip([("data.pkl", pickle)]);

    private static Dictionary<string, object?> Named(string name, object? value) => new() { [name] = value };
}
