using Lesion.Standalone.Terminal;

namespace Lesion.Standalone.Verbs;

/// <summary>A stage for each kind of object, which are read one kind after the other; how many there are nobody knows before.</summary>
internal sealed class RebuildProgress(IStageBoard board) : IProgress<string>
{
    private readonly Lock _lock = new();
    private string? _kind;
    private IStage? _stage;
    private int _ofKind;
    private int _all;

    /// <param name="value">The key of an object that was read.</param>
    public void Report(string value)
    {
        var kind = value[..value.IndexOf('/')];
        lock (_lock)
        {
            if (kind != _kind)
            {
                EndStage();
                (_kind, _ofKind, _stage) = (kind, 0, board.Begin(kind));
            }

            _ofKind++;
            _all++;
        }
    }

    /// <summary>Ends the last stage; gives how many objects were read.</summary>
    public int Complete()
    {
        lock (_lock)
        {
            EndStage();
            return _all;
        }
    }

    private void EndStage() => _stage?.Complete($"{_ofKind:N0} read");
}
