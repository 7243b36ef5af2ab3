using System.Buffers.Binary;
using System.Text;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

/// <summary>Writes pickles, protocol 2: tuples are arrays, the rest is what it looks like.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [0x80, 2];

    public static byte[] Write(object? value)
    {
        var writer = new PickleWriter();
        writer.Add(value);
        writer._bytes.Add((byte)'.');
        return [.. writer._bytes];
    }

    private void Add(object? value)
    {
        switch (value)
        {
            case null: _bytes.Add((byte)'N'); break;
            case bool truth: _bytes.Add((byte)(truth ? 0x88 : 0x89)); break;
            case int number: Add('J', number); break;
            case long number: Add(0x8A, 8, number); break;
            case string text: Add(text); break;
            case Raw raw: _bytes.AddRange(raw.Bytes); break;
            case Named named: _bytes.AddRange(Encoding.ASCII.GetBytes($"c{named.Module}\n{named.Name}\n")); break;
            case Call call: Add(call); break;
            case Persistent persistent: Add(persistent.Id); _bytes.Add((byte)'Q'); break;
            case object?[] items: AddMarked(items, 't'); break;
            case List<object?> items: _bytes.Add((byte)']'); AddMarked(items, 'e'); break;
            case Dictionary<string, object?> items: _bytes.Add((byte)'}'); AddMarked(items.SelectMany(i => new[] { i.Key, i.Value }), 'u'); break;
            default: throw new ArgumentException($"No pickle for {value.GetType()}.", nameof(value));
        }
    }

    private void AddMarked(IEnumerable<object?> items, char end)
    {
        _bytes.Add((byte)'(');
        foreach (var item in items)
            Add(item);
        _bytes.Add((byte)end);
    }

    private void Add(Call call)
    {
        Add(new Named(call.Module, call.Name));
        Add(call.Arguments);
        _bytes.Add((byte)'R');
        if (call.State is { } state)
        {
            Add(state);
            _bytes.Add((byte)'b');
        }
    }

    private void Add(string text)
    {
        Add('X', Encoding.UTF8.GetByteCount(text));
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
    }

    private void Add(char opcode, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _bytes.Add((byte)opcode);
        _bytes.AddRange(bytes);
    }

    private void Add(byte opcode, byte length, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _bytes.Add(opcode);
        _bytes.Add(length);
        _bytes.AddRange(bytes);
    }

    /// <summary>A class or function by name.</summary>
    internal sealed record Named(string Module, string Name);

    /// <summary>A call of a function, and what the result is then told about itself.</summary>
    internal sealed record Call(string Module, string Name, object?[] Arguments, object? State = null);

    internal sealed record Persistent(object?[] Id);

    /// <summary>Instructions as they are.</summary>
    internal sealed record Raw(params byte[] Bytes);
}
