namespace Lesion.Contracts;

/// <summary>Who gave a label. A later member outranks an earlier one.</summary>
public enum LabelSource
{
    Folder,
    Csv,
    Person,
}
