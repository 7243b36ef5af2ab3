using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference;
using Lesion.Standalone.CommandLine;

namespace Lesion.Standalone.Verbs;

/// <summary>Classifies by a model file.</summary>
internal sealed class ModelClassifier : IPictureClassifier
{
    private readonly OnnxModel _model;

    /// <exception cref="CommandFailedException">The file is no model that can be used.</exception>
    public ModelClassifier(FileInfo model)
    {
        try
        {
            _model = OnnxModel.Load(model.FullName);
        }
        catch (ModelLoadException exception)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
    }

    public Task<Classification> ClassifyAsync(byte[] image, bool explain, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(_model.Classify(image, withActivationMap: explain));
        }
        catch (Exception exception) when (exception is BadImageException or InvalidOutputException)
        {
            throw new PictureRefusedException(exception.Message, exception);
        }
    }

    public void Dispose() => _model.Dispose();
}
