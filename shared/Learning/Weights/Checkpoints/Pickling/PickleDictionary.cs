namespace Lesion.Learning.Weights.Checkpoints.Pickling;

/// <summary>A Python dict, plain or ordered. Keys are text or whole numbers; of equal ones the last counts.</summary>
internal sealed class PickleDictionary : Dictionary<object, object?>
{
    public void Set(object? key, object? value) =>
        this[key is string or long ? key : throw new InvalidDataException("a dictionary has a key that is neither text nor a whole number")] = value;
}
