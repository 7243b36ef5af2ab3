using System.Collections.Frozen;
using Lesion.Learning.Weights.Checkpoints.Pickling;
using static TorchSharp.torch;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>The names of Python that a file of weights may use. There are no others.</summary>
internal static class TorchGlobals
{
    private static readonly PickleGlobal Tensor = new(TorchTensor.FromArguments);

    /// <summary>A parameter is its tensor: whether it was trained says nothing about its values.</summary>
    private static readonly PickleGlobal Parameter = new(arguments => arguments is [TorchTensor tensor, ..]
        ? tensor
        : throw new InvalidDataException("a parameter is made of something else than a tensor"));

    private static readonly PickleGlobal OrderedDictionary = new(arguments => arguments switch
    {
        [] => new PickleDictionary(),
        [List<object?> items] => FromPairs(items), // as Python 2 wrote them
        _ => throw new InvalidDataException("an ordered dictionary is made of something else than pairs"),
    });

    private static readonly PickleGlobal Size = new(arguments => arguments is [object?[] extents]
        ? extents
        : throw new InvalidDataException("a shape is made of something else than extents"));

    /// <summary>Where the weights were when they were saved does not matter.</summary>
    private static readonly string[] StorageModules = ["torch", "torch.cuda"];

    public static FrozenDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["collections OrderedDict"] = OrderedDictionary,
        ["torch._utils _rebuild_tensor"] = Tensor,
        ["torch._utils _rebuild_tensor_v2"] = Tensor,
        ["torch._utils _rebuild_parameter"] = Parameter,
        ["torch.nn.parameter Parameter"] = Parameter,
        ["torch Size"] = Size,
    }.Concat(Storages()).ToFrozenDictionary();

    private static IEnumerable<KeyValuePair<string, object>> Storages() =>
        from type in new (string Name, TorchElement Element)[]
        {
            ("DoubleStorage", new(ScalarType.Float64, 8)),
            ("FloatStorage", new(ScalarType.Float32, 4)),
            ("HalfStorage", new(ScalarType.Float16, 2)),
            ("BFloat16Storage", new(ScalarType.BFloat16, 2)),
            ("LongStorage", new(ScalarType.Int64, 8)),
            ("IntStorage", new(ScalarType.Int32, 4)),
            ("ShortStorage", new(ScalarType.Int16, 2)),
            ("CharStorage", new(ScalarType.Int8, 1)),
            ("ByteStorage", new(ScalarType.Byte, 1)),
            ("BoolStorage", new(ScalarType.Bool, 1)),
        }
        from module in StorageModules
        select KeyValuePair.Create<string, object>($"{module} {type.Name}", type.Element);

    private static PickleDictionary FromPairs(List<object?> items)
    {
        var dictionary = new PickleDictionary();
        foreach (var item in items)
        {
            var (key, value) = item switch
            {
                object?[] and [var first, var second] => (first, second),
                List<object?> and [var first, var second] => (first, second),
                _ => throw new InvalidDataException("an ordered dictionary is made of something else than pairs"),
            };
            dictionary.Set(key, value);
        }
        return dictionary;
    }
}
