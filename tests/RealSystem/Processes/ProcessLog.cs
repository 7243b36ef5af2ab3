using System.Text;

namespace Lesion.Testing;

/// <summary>What a process wrote, both its streams together; filled by other threads while it is read.</summary>
internal sealed class ProcessLog
{
    private readonly StringBuilder _text = new();

    public void Append(string? line)
    {
        if (line is null)
            return;
        lock (_text)
            _text.AppendLine(line);
    }

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }
}
