using Lesion.Contracts;

namespace Lesion.Learning.Training.Probe;

/// <summary>Which rows of a blob of features are whose.</summary>
/// <param name="Images">Ids in the order of their rows; each has as many rows, the plain image's first.</param>
/// <param name="RowsAnImage">1, or 1 and the number of views.</param>
internal sealed record FeatureNote(IReadOnlyList<string> Images, int RowsAnImage, IReadOnlyList<LeftOutImage> LeftOut);
