namespace Lesion.Contracts;

/// <summary>What an image is for.</summary>
public enum Split
{
    /// <summary>Parameters, epoch, temperature and threshold are learnt from it.</summary>
    Train,

    /// <summary>Only reported.</summary>
    Val,

    /// <summary>Read once per challenger, for the report and for promotion.</summary>
    Test,
}
