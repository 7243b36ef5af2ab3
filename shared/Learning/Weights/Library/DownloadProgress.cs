namespace Lesion.Learning.Weights.Library;

/// <summary>How far a download is.</summary>
/// <param name="FileName">What is fetched.</param>
/// <param name="Bytes">Those that are here, from earlier attempts too.</param>
/// <param name="Total">Those of the whole file; null while that is not known.</param>
public sealed record DownloadProgress(string FileName, long Bytes, long? Total);
