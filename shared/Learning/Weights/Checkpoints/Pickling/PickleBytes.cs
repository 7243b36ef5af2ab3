using System.Buffers.Binary;
using System.Text;

namespace Lesion.Learning.Weights.Checkpoints.Pickling;

/// <summary>Reads what instructions carry with them, never more than a file of weights can need.</summary>
internal sealed class PickleBytes(Stream stream)
{
    /// <summary>In bytes; every object costs one or more, so that this also bounds the memory. DenseNet-121 takes some 200 KB.</summary>
    public const int MaximumLength = 16 << 20;

    private readonly byte[] _buffer = new byte[8];
    private int _left = MaximumLength;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public double DoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public void Skip(int length) => Take(length);

    public string Text(uint length) => Encoding.UTF8.GetString(Bytes(length));

    public byte[] Bytes(uint length)
    {
        Spend(length);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Text up to the end of the line.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var next = Byte(); next != '\n'; next = Byte())
            line.Add(next);
        return Encoding.UTF8.GetString([.. line]);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Spend((uint)length);
        stream.ReadExactly(_buffer, 0, length);
        return _buffer.AsSpan(0, length);
    }

    private void Spend(uint length)
    {
        if (length > _left)
            throw new InvalidDataException($"its pickle is longer than {MaximumLength >> 20} MiB");
        _left -= (int)length;
    }
}
