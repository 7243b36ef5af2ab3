using Lesion.Storage;

namespace Lesion.Standalone.Demo.Dropping;

/// <summary>A file that lies, or lay, in the inbox.</summary>
/// <param name="Path">Where the person's own copy lies.</param>
/// <param name="Key">The key that it was dropped under, such as <c>malignant/3.jpg</c>.</param>
/// <param name="ImageId">Lower-case hexadecimal SHA-256 of its bytes: the id that the system will know it by.</param>
internal sealed record DroppedFile(string Path, string Key, string ImageId)
{
    public bool IsLabelSheet => Key == Keys.LabelSheetName;
}
