using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Learning.Reporting;
using Lesion.Learning.Training.Images;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Makes the report's pictures: images as the network sees them, and what the exported model answers by.</summary>
internal sealed class PictureMaker(PixelReader reader, DatasetManifest dataset, int size)
{
    private const int Quality = 80;

    /// <param name="shown">Those that the report names; each is made once.</param>
    /// <param name="model">The exported file.</param>
    public async Task<IReadOnlyList<ReportPicture>> MakeAsync(
        IEnumerable<ReportedImage> shown, byte[] model, CancellationToken cancellationToken)
    {
        var decided = shown.DistinctBy(image => image.ImageId).ToDictionary(image => image.ImageId, image => image.Decided);
        if (decided.Count == 0)
            return [];
        var batch = await reader.ReadAsync(
            [.. dataset.Images.Where(image => decided.ContainsKey(image.ImageId))], withViews: false, cancellationToken);
        using var session = new InferenceSession(model);
        return [.. batch.Images.Zip(batch.Pixels, (image, pixels) => Make(session, image.ImageId, pixels.Whole(size), decided[image.ImageId]))];
    }

    private ReportPicture Make(InferenceSession session, string imageId, RgbImage picture, string label)
    {
        var overlay = ActivationOverlay.Tint(picture, Map(session, picture.Pixels), label);
        return new ReportPicture(imageId, Jpeg.Encode(picture, Quality), Jpeg.Encode(overlay, Quality));
    }

    private ActivationMap Map(InferenceSession session, byte[] pixels)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, size, size, 3]);
        using var answers = session.Run(options, ["image"], [input], ["activation_map"]);
        var shape = answers[0].GetTensorTypeAndShape().Shape; // [1, K, h, w]
        var values = answers[0].GetTensorDataAsSpan<float>().ToArray().Chunk((int)(shape[2] * shape[3])).ToList();
        return new ActivationMap
        {
            Width = (int)shape[3],
            Height = (int)shape[2],
            Values = dataset.Classes.Zip(values).ToDictionary(entry => entry.First, entry => entry.Second),
        };
    }
}
