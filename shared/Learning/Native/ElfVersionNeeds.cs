using System.Buffers.Binary;
using System.Text;

namespace Lesion.Learning.Native;

/// <summary>
/// The symbol versions that a 64-bit little-endian ELF library asks of other libraries (section <c>.gnu.version_r</c>).
/// The loader refuses a library when a version it asks for is not there, unless that need is marked weak.
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 0x2;

    /// <summary>Marks the need for <paramref name="version"/> weak, in place. False when the library has no such need.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such library.</exception>
    public static bool Weaken(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf.StartsWith("\x7f"u8) || elf[4] != 2 || elf[5] != 1)
            throw new InvalidDataException("It is no 64-bit little-endian ELF file.");
        try
        {
            var needs = FindSection(elf, SectionTypeVersionNeeds);
            return needs is { } section && Weaken(elf, section.Offset, section.Strings, Encoding.ASCII.GetBytes(version));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The ELF file is cut off or damaged.", e);
        }
    }

    private static (int Offset, int Strings)? FindSection(ReadOnlySpan<byte> elf, uint type)
    {
        var table = checked((int)UInt64(elf, 0x28));
        int entrySize = UInt16(elf, 0x3a), count = UInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var entry = table + i * entrySize;
            if (UInt32(elf, entry + 4) != type)
                continue;
            var strings = table + (int)UInt32(elf, entry + 0x28) * entrySize;
            return (checked((int)UInt64(elf, entry + 0x18)), checked((int)UInt64(elf, strings + 0x18)));
        }
        return null;
    }

    /// <summary>Walks Elf64_Verneed (one a library) and its Elf64_Vernaux (one a version).</summary>
    private static bool Weaken(Span<byte> elf, int need, int strings, ReadOnlySpan<byte> version)
    {
        var found = false;
        while (true)
        {
            var aux = need + (int)UInt32(elf, need + 8);
            for (int i = 0, count = UInt16(elf, need + 2); i < count; i++)
            {
                var name = elf[(strings + (int)UInt32(elf, aux + 8))..];
                if (name[..name.IndexOf((byte)0)].SequenceEqual(version))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(elf[(aux + 4)..], (ushort)(UInt16(elf, aux + 4) | FlagWeak));
                    found = true;
                }
                aux += (int)UInt32(elf, aux + 12);
            }
            if (UInt32(elf, need + 12) is var next && next == 0)
                return found;
            need += (int)next;
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
