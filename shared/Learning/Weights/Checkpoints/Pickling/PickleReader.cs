using System.Collections.Frozen;
using System.Numerics;

namespace Lesion.Learning.Weights.Checkpoints.Pickling;

/// <summary>
/// Python's pickle as far as files of weights need it. A pickle is a program for a stack machine, and Python's own machine calls
/// whatever a pickle names; this one knows some instructions and some names, and refuses the rest. Nothing is executed:
/// a call of a known name gives a description of the value.
/// </summary>
/// <remarks>
/// Values are null, bool, long, <see cref="BigInteger"/>, double, string, object?[] (tuple), List (list),
/// <see cref="PickleDictionary"/>, <see cref="PickleGlobal"/> and what globals make.
/// </remarks>
/// <param name="stream">Read from where it stands; it must be cheap to read byte by byte.</param>
/// <param name="globals">The names that are known, as <c>module name</c>.</param>
/// <param name="persistent">Makes what a persistent id stands for.</param>
internal sealed class PickleReader(
    Stream stream, IReadOnlyDictionary<string, object> globals, Func<object?[], object?>? persistent = null)
{
    private const int NewestProtocol = 5;

    private static readonly FrozenDictionary<PickleOpcode, Action<PickleReader>> Instructions =
        new Dictionary<PickleOpcode, Action<PickleReader>>
        {
            [PickleOpcode.Proto] = reader => reader.CheckProtocol(),
            [PickleOpcode.Frame] = reader => reader._bytes.Skip(8),
            [PickleOpcode.None] = reader => reader.Push(null),
            [PickleOpcode.NewTrue] = reader => reader.Push(true),
            [PickleOpcode.NewFalse] = reader => reader.Push(false),
            [PickleOpcode.BinInt] = reader => reader.Push((long)reader._bytes.Int32()),
            [PickleOpcode.BinInt1] = reader => reader.Push((long)reader._bytes.Byte()),
            [PickleOpcode.BinInt2] = reader => reader.Push((long)reader._bytes.UInt16()),
            [PickleOpcode.Long1] = reader => reader.PushLong(),
            [PickleOpcode.BinFloat] = reader => reader.Push(reader._bytes.DoubleBigEndian()),
            [PickleOpcode.BinUnicode] = reader => reader.Push(reader._bytes.Text(reader._bytes.UInt32())),
            [PickleOpcode.ShortBinUnicode] = reader => reader.Push(reader._bytes.Text(reader._bytes.Byte())),
            [PickleOpcode.BinString] = reader => reader.Push(reader._bytes.Text(reader._bytes.UInt32())),
            [PickleOpcode.ShortBinString] = reader => reader.Push(reader._bytes.Text(reader._bytes.Byte())),
            [PickleOpcode.EmptyTuple] = reader => reader.Push(Array.Empty<object?>()),
            [PickleOpcode.EmptyList] = reader => reader.Push(new List<object?>()),
            [PickleOpcode.EmptyDict] = reader => reader.Push(new PickleDictionary()),
            [PickleOpcode.Mark] = reader => reader._marks.Push(reader._stack.Count),
            [PickleOpcode.Tuple] = reader => reader.Push(reader.PopToMark()),
            [PickleOpcode.Tuple1] = reader => reader.Push(reader.Pop(1)),
            [PickleOpcode.Tuple2] = reader => reader.Push(reader.Pop(2)),
            [PickleOpcode.Tuple3] = reader => reader.Push(reader.Pop(3)),
            [PickleOpcode.Append] = reader => reader.Append(reader.Pop(1)),
            [PickleOpcode.Appends] = reader => reader.Append(reader.PopToMark()),
            [PickleOpcode.SetItem] = reader => reader.SetItems(reader.Pop(2)),
            [PickleOpcode.SetItems] = reader => reader.SetItems(reader.PopToMark()),
            [PickleOpcode.BinPut] = reader => reader._memo[reader._bytes.Byte()] = reader.Top(),
            [PickleOpcode.LongBinPut] = reader => reader._memo[reader._bytes.UInt32()] = reader.Top(),
            [PickleOpcode.Memoize] = reader => reader._memo[(uint)reader._memo.Count] = reader.Top(),
            [PickleOpcode.BinGet] = reader => reader.PushRemembered(reader._bytes.Byte()),
            [PickleOpcode.LongBinGet] = reader => reader.PushRemembered(reader._bytes.UInt32()),
            [PickleOpcode.Global] = reader => reader.PushGlobal(reader._bytes.Line(), reader._bytes.Line()),
            [PickleOpcode.StackGlobal] = reader => reader.PushGlobal(reader.Pop(2)),
            [PickleOpcode.Reduce] = reader => reader.Make(),
            [PickleOpcode.NewObj] = reader => reader.Make(),
            [PickleOpcode.BinPersId] = reader => reader.PushPersistent(),
            [PickleOpcode.Build] = reader => reader.DropAttributes(),
        }.ToFrozenDictionary();

    private readonly PickleBytes _bytes = new(stream);
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>Reads one pickle; the stream then stands behind it.</summary>
    /// <exception cref="InvalidDataException">It holds what is not known, or makes no sense; the message says what.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public object? Read()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        while (true)
        {
            var opcode = (PickleOpcode)_bytes.Byte();
            if (opcode == PickleOpcode.Stop)
                return Pop();
            if (!Instructions.TryGetValue(opcode, out var execute))
                throw new InvalidDataException($"its pickle has the instruction 0x{(byte)opcode:X2}, which files of weights do not need");
            execute(this);
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw Senseless();

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count) => count <= _stack.Count - Floor ? PopFrom(_stack.Count - count) : throw Senseless();

    private object?[] PopToMark() => _marks.TryPop(out var mark) ? PopFrom(mark) : throw Senseless();

    private object?[] PopFrom(int index)
    {
        object?[] values = [.. _stack[index..]];
        _stack.RemoveRange(index, values.Length);
        return values;
    }

    /// <summary>Below the last mark nothing is taken.</summary>
    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private void CheckProtocol()
    {
        if (_bytes.Byte() is var protocol and > NewestProtocol)
            throw new InvalidDataException($"its pickle is of protocol {protocol}; known are those up to {NewestProtocol}");
    }

    private void PushLong()
    {
        var number = new BigInteger(_bytes.Bytes(_bytes.Byte()));
        Push(number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number);
    }

    private void PushRemembered(uint index) => Push(_memo.TryGetValue(index, out var value) ? value : throw Senseless());

    private void PushGlobal(object?[] names)
    {
        if (names is not [string module, string name])
            throw Senseless();
        PushGlobal(module, name);
    }

    private void PushGlobal(string module, string name) => Push(globals.TryGetValue($"{module} {name}", out var known)
        ? known
        : throw new InvalidDataException($"its pickle names '{module}.{name}', which files of weights do not need and which is not run"));

    private void Make() => Push(Pop(2) is [PickleGlobal global, object?[] arguments] ? global.Make(arguments) : throw Senseless());

    private void PushPersistent() =>
        Push(persistent is not null && Pop() is object?[] id ? persistent(id) : throw Senseless());

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
            throw Senseless();
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Top() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw Senseless();
        for (var i = 0; i < items.Length; i += 2)
            dictionary.Set(items[i], items[i + 1]);
    }

    /// <summary>Attributes that Python would give to an object say nothing about weights: versions of modules, hooks.</summary>
    private void DropAttributes()
    {
        Pop();
        if (Top() is not (PickleDictionary or TorchTensor))
            throw Senseless();
    }

    private static InvalidDataException Senseless() => new("its pickle makes no sense");
}
