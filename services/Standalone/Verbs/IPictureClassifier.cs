using Lesion.Contracts;

namespace Lesion.Standalone.Verbs;

/// <summary>What <c>lesion classify</c> asks: a model in this process, or a server.</summary>
internal interface IPictureClassifier : IDisposable
{
    /// <exception cref="PictureRefusedException">This picture gets no answer; others may.</exception>
    /// <exception cref="CommandLine.CommandFailedException">No picture would get an answer.</exception>
    Task<Classification> ClassifyAsync(byte[] image, bool explain, CancellationToken cancellationToken);
}
