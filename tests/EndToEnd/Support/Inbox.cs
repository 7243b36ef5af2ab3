namespace Lesion.EndToEnd.Support;

/// <summary>Puts files into a server's inbox as a person's tools do: whole, by a move on the same disk.</summary>
internal static class Inbox
{
    public static void Drop(this LesionServer server, string key, ReadOnlySpan<byte> bytes) => Drop(server.Data, key, bytes);

    /// <param name="data">The state folder of a server that may run or not.</param>
    public static void Drop(string data, string key, ReadOnlySpan<byte> bytes)
    {
        var target = Path.Combine(data, "objects", "lesion-inbox", key);
        var copy = Path.Combine(data, $"copy-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(copy, bytes);
        File.Move(copy, target);
    }
}
