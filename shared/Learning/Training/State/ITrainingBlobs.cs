namespace Lesion.Learning.Training.State;

/// <summary>
/// Where a training keeps what is too large for its state, such as cached features. A name is written once with the same
/// bytes, or again with the same bytes.
/// </summary>
public interface ITrainingBlobs
{
    Task PutAsync(string name, byte[] content, CancellationToken cancellationToken);

    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    Task<byte[]> GetAsync(string name, CancellationToken cancellationToken);
}
