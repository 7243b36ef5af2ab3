namespace Lesion.Inference.Protocol.Wire;

/// <summary>What lies behind the JSON of a request: one tensor after another.</summary>
internal sealed class BinaryTail(ReadOnlyMemory<byte> bytes)
{
    private int _taken;

    /// <exception cref="ProtocolException">There are fewer bytes.</exception>
    public ReadOnlyMemory<byte> Take(string tensor, long size)
    {
        var left = bytes.Length - _taken;
        if (size > left)
        {
            throw new ProtocolException(
                $"Input '{tensor}' is said to have {size} bytes (binary_data_size); the body has {left} for it behind the JSON "
                + "(header Inference-Header-Content-Length).");
        }

        var taken = bytes.Slice(_taken, (int)size);
        _taken += (int)size;
        return taken;
    }

    /// <exception cref="ProtocolException">Bytes are left over.</exception>
    public void RequireEnd()
    {
        if (_taken != bytes.Length)
        {
            throw new ProtocolException($"{bytes.Length - _taken} bytes at the end of the body belong to no input (binary_data_size).");
        }
    }
}
