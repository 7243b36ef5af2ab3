using System.Text;
using Lesion.Inference.Batching;
using Lesion.Inference.Protocol.Wire;

namespace Lesion.Inference.Tests.Protocol;

/// <summary>Triton's parameters of a request, in our terms.</summary>
public sealed class InferRequestReaderTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(9, false)]
    public void Somebody_waits_at_the_first_level_of_priority_and_where_none_is_said(int level, bool isInteractive)
    {
        var request = Read($$"""{ "parameters": { "priority": {{level}} }, "inputs": [] }""");

        request.Parameters.Priority.ShouldBe(isInteractive ? RequestPriority.Interactive : RequestPriority.Bulk);
    }

    [Theory]
    [InlineData("2500", 2.5)]
    [InlineData("9223372036854775807", 86_400_000)]
    public void A_timeout_is_in_microseconds(string timeout, double milliseconds) =>
        Read($$"""{ "parameters": { "timeout": {{timeout}} } }""").Parameters.Timeout.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void A_timeout_of_zero_is_none() => Read("""{ "parameters": { "timeout": 0 } }""").Parameters.Timeout.ShouldBeNull();

    private static InferRequest Read(string json) => InferRequestReader.Read(Encoding.UTF8.GetBytes(json), jsonLength: null);
}
