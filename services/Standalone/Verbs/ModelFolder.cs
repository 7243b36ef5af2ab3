using System.Text;
using System.Text.Json;
using Lesion.Learning.Training.Artefact;
using Lesion.Standalone.CommandLine;
using Lesion.Storage;

namespace Lesion.Standalone.Verbs;

/// <summary>A trained model as files, named and laid out as in the registry.</summary>
internal static class ModelFolder
{
    public static string ModelFile(string folder) => Path.Combine(folder, "model.onnx");

    public static string ReportFile(string folder) => Path.Combine(folder, "report.html");

    /// <exception cref="CommandFailedException">A file cannot be written.</exception>
    public static async Task WriteAsync(string folder, TrainedModel model, CancellationToken cancellationToken)
    {
        await Write(ModelFile(folder), model.Onnx);
        foreach (var golden in model.Golden)
        {
            await Write(Path.Combine(folder, golden.File), golden.Png);
        }

        await Write(Path.Combine(folder, "predictions.json"), Json(model.Predictions));
        await Write(Path.Combine(folder, "report.json"), model.ReportJson());
        await Write(ReportFile(folder), Encoding.UTF8.GetBytes(model.ReportHtml()));
        await Write(Path.Combine(folder, "card.html"), Encoding.UTF8.GetBytes(model.CardHtml()));
        await Write(Path.Combine(folder, "manifest.json"), Json(model.Manifest));

        Task Write(string path, byte[] bytes) => ResultFile.WriteAsync(path, bytes, cancellationToken);
    }

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, LesionJson.Indented);
}
