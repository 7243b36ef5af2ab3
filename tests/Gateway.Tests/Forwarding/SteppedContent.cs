using System.Net;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>A body of unknown length that is written by a test, step by step.</summary>
internal sealed class SteppedContent(Func<Stream, Task> write) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
