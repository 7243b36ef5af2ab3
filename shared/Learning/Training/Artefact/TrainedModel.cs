using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Reporting;
using Lesion.Storage;

namespace Lesion.Learning.Training.Artefact;

/// <summary>All that a training gives: what is published, or written to a folder.</summary>
public sealed record TrainedModel
{
    /// <summary><c>model.onnx</c>.</summary>
    public required byte[] Onnx { get; init; }

    /// <summary><c>manifest.json</c>; version 0 and without a training until it is published.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary><c>predictions.json</c>.</summary>
    public required HeldOutPredictions Predictions { get; init; }

    /// <summary>The files that the manifest's golden images name.</summary>
    public required IReadOnlyList<GoldenInput> Golden { get; init; }

    public required TrainingDetails Details { get; init; }

    /// <summary>Pictures of the images that the details name.</summary>
    public required IReadOnlyList<ReportPicture> Pictures { get; init; }

    /// <summary><c>report.json</c>, a <see cref="TrainingReport"/>.</summary>
    public byte[] ReportJson() =>
        JsonSerializer.SerializeToUtf8Bytes(new TrainingReport { Manifest = Manifest, Details = Details }, LesionJson.Indented);

    /// <summary><c>report.html</c>: one file without outside references.</summary>
    public string ReportHtml() => HtmlReport.Render(Manifest, Details, Pictures.ToDictionary(picture => picture.ImageId));

    /// <summary><c>card.html</c>: what whoever is to use the model has to know, on one page.</summary>
    public string CardHtml() => CardPage.Render(Manifest, Details);

    /// <summary>The same model under terms that whoever trained it knows; null: nothing is said.</summary>
    public TrainedModel LicensedAs(string? licence) => this with { Manifest = Manifest with { Licence = licence } };

    /// <summary>The same model as a published version.</summary>
    /// <param name="folder">Of the model repository.</param>
    public TrainedModel As(string folder, int version, string trainingId, DateTimeOffset createdAt) =>
        this with { Manifest = Manifest with { Name = folder, Version = version, TrainingId = trainingId, CreatedAt = createdAt } };
}
