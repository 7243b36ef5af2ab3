namespace Lesion.Standalone.Terminal;

/// <summary>Shows the progress of long work: bars on a terminal, plain lines elsewhere.</summary>
internal interface IStageBoard
{
    IStage Begin(string name);
}
