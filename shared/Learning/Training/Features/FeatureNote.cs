using Lesion.Contracts;

namespace Lesion.Learning.Training.Features;

/// <summary>Which rows of a blob of features are whose.</summary>
/// <param name="Images">Ids in the order of their rows; each has as many rows, those of the plain image first.</param>
/// <param name="RowsAnImage">The plain image's orientations and the augmented views.</param>
internal sealed record FeatureNote(IReadOnlyList<string> Images, int RowsAnImage, IReadOnlyList<LeftOutImage> LeftOut);
