namespace Lesion.Onnx.Tests;

internal static class ByteAssertions
{
    /// <summary>The bytes occur one after the other somewhere.</summary>
    public static void ShouldContainInOrder(this byte[] bytes, byte[] run) =>
        bytes.AsSpan().IndexOf(run).ShouldBeGreaterThanOrEqualTo(0, $"{Convert.ToHexString(run)} in {Convert.ToHexString(bytes)}");
}
