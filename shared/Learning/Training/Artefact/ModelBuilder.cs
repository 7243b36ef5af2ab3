using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Evaluation.Novelty;
using Lesion.Imaging;
using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights.Library;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Makes the model's files of a trained network: calibrated, evaluated, exported, and proved equal to the network.</summary>
/// <param name="outOfFold">What temperature and threshold are chosen by.</param>
/// <param name="reported">Held-out images, read here for the first time, and only reported.</param>
internal sealed class ModelBuilder(TrainingLayout layout, FeatureTable table, PixelReader reader, OutOfFold outOfFold, OutOfFold reported)
{
    private const int GoldenAClass = 2;
    private const int ParityImages = 16;

    /// <summary>Those whose figures are the model's.</summary>
    private readonly OutOfFold _heldOut = reported.Of(layout.HeldOutSplit);

    private DatasetManifest Dataset => layout.Dataset;

    private TrainingPlan Plan => layout.Plan;

    public async Task<TrainedModel> BuildAsync(
        Classifier network, TrainingHistory history, CancellationToken cancellationToken)
    {
        var rule = DecisionRule.From(outOfFold, Dataset, Plan.Recipe.Decision);
        var predictions = _heldOut.Predictions(Dataset, rule.Temperature);
        var metrics = ClassificationEvaluator.Evaluate(predictions, rule.Threshold);
        var (novelty, summary) = await new NoveltyFitting(layout, table, reader).FitAsync(network, _heldOut.Images, cancellationToken);
        var onnx = OnnxExport.Export(network, Card(rule, summary, metrics), novelty);
        var pixels = await ParityPixelsAsync(cancellationToken);
        var parity = CheckParity(network, onnx, novelty, [.. pixels.Select(p => p.Input)]);
        var golden = Golden(network, rule.Temperature, novelty, [.. pixels.Take(GoldenAClass * Dataset.Classes.Count)]);
        var manifest = Manifest(network, rule, summary, onnx, metrics, parity, [.. golden.Select(g => g.Image)]);
        var details = new DetailsBuilder(layout, table, rule, history).Build(manifest, outOfFold, _heldOut);
        return new TrainedModel
        {
            Onnx = onnx,
            Manifest = manifest,
            Predictions = new HeldOutPredictions
            {
                Classes = Dataset.Classes,
                Images = [.. _heldOut.Images.Select((image, i) => new HeldOutPrediction
                {
                    ImageId = image.ImageId,
                    Label = image.Label,
                    Group = image.Group,
                    Probabilities = predictions.Row(i).ToArray(),
                })],
            },
            Golden = [.. golden.Select(g => g.Input)],
            Details = details,
            Pictures = await new PictureMaker(reader, Dataset, Plan.Recipe.Input.Size).MakeAsync(
                [.. details.Mistakes, .. details.Disagreement?.Examples ?? []], onnx, cancellationToken),
        };
    }

    private ModelInput Input => new()
    {
        Size = Plan.Recipe.Input.Size,
        Filter = Plan.Recipe.Input.Filter,
        Canonical = CanonicalRecipe.Default.Id,
        CentreCrop = Plan.Recipe.Input.CentreCrop,
    };

    private ModelCard Card(DecisionRule rule, ModelNovelty novelty, ClassificationMetrics heldOutMetrics) => new()
    {
        Classes = Dataset.Classes,
        Positive = Dataset.Positive,
        Threshold = rule.Threshold,
        ReferBand = rule.ReferBand,
        ReferBelow = rule.ReferBelow,
        Novelty = novelty,
        Temperature = rule.Temperature,
        TestViews = Plan.Recipe.TestViews,
        Input = Input,
        Network = Plan.Recipe.Trunks,
        DatasetId = Dataset.Id,
        HeldOut = heldOutMetrics,
    };

    private ModelManifest Manifest(
        Classifier network,
        DecisionRule rule,
        ModelNovelty novelty,
        byte[] onnx,
        ClassificationMetrics heldOutMetrics,
        ParityCertificate parity,
        IReadOnlyList<GoldenImage> golden) => new()
        {
            Name = "lesion",
            Version = 0,
            CreatedAt = default,
            Network = Plan.Recipe.Trunks,
            Classes = Dataset.Classes,
            Positive = Dataset.Positive,
            Threshold = rule.Threshold,
            ReferBand = rule.ReferBand,
            ReferBelow = rule.ReferBelow,
            Novelty = novelty,
            Temperature = rule.Temperature,
            TestViews = Plan.Recipe.TestViews,
            Input = Input,
            EmbeddingSize = network.EmbeddingSize,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)),
            Bytes = onnx.Length,
            DatasetId = Dataset.Id,
            Recipe = Plan.Recipe.ToJson(),
            Seed = Plan.Seed,
            WeightsSha256 = Plan.WeightsSha256[0],
            WeightsLicence = Plan.Recipe.AllWeights[0].Licence,
            Companions = [.. Plan.Recipe.AllWeights.Zip(Plan.WeightsSha256).Skip(1)
                .Select(trunk => new CompanionWeights { Weights = trunk.First.Name, Sha256 = trunk.Second, Licence = trunk.First.Licence })],
            Threads = Plan.Threads,
            Device = Plan.Device.ToString().ToLowerInvariant(),
            HeldOut = heldOutMetrics,
            HeldOutSplit = layout.HeldOutSplit,
            Validation = Validation(rule),
            CrossValidated = ClassificationEvaluator.Evaluate(
                outOfFold.Predictions(Dataset, rule.Temperature), rule.Threshold),
            Parity = parity,
            Golden = golden,
            LeftOut = [.. Dataset.LeftOut, .. table.LeftOut],
            Libraries = LibraryVersions.All(),
        };

    /// <summary>Of the validation images, where the held-out ones are others and every class is among them.</summary>
    private ClassificationMetrics? Validation(DecisionRule rule)
    {
        var validation = reported.Of(Split.Val);
        return layout.HeldOutSplit is not Split.Val && Dataset.Classes.All(label => validation.Images.Any(image => image.Label == label))
            ? ClassificationEvaluator.Evaluate(validation.Predictions(Dataset, rule.Temperature), rule.Threshold)
            : null;
    }

    /// <summary>Held-out images, alternating between the classes, so that the first few have all.</summary>
    private async Task<IReadOnlyList<TrainingPixels>> ParityPixelsAsync(CancellationToken cancellationToken)
    {
        var chosen = _heldOut.Images
            .GroupBy(image => image.Label)
            .SelectMany(label => label.Select((image, place) => (Image: image, Place: place)))
            .OrderBy(entry => entry.Place).ThenBy(entry => entry.Image.Label, StringComparer.Ordinal)
            .Take(Math.Max(ParityImages, GoldenAClass * Dataset.Classes.Count))
            .Select(entry => entry.Image)
            .ToList();
        return await reader.ReadAllAsync(chosen, cancellationToken);
    }

    private ParityCertificate CheckParity(Classifier network, byte[] onnx, NoveltyScore novelty, IReadOnlyList<byte[]> pixels)
    {
        using var inputs = PixelTensor.Of(pixels, Plan.Recipe.Input);
        using var images = inputs.flatten(0, 1);
        return ParityCheck.Run(network, onnx, images, novelty);
    }

    /// <summary>
    /// The golden images, the whole picture at the network's size, with what serving answers for them: the mean over the
    /// test-time rows, in float32.
    /// </summary>
    private List<(GoldenImage Image, GoldenInput Input)> Golden(
        Classifier network, double temperature, NoveltyScore novelty, IReadOnlyList<TrainingPixels> pixels)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var recipe = Plan.Recipe;
        network.Precision = Precision.Full;
        var pictures = pixels.Select(p => CanonicalImage.Encode(p.Whole(recipe.Input.Size)).Png).ToList();
        var inputs = PixelTensor.Of([.. pictures.Select(png => NetworkInput.FromCanonical(png, recipe.Input))], recipe.Input);
        var prediction = network.Predict(MemberPrediction.Rows(inputs, recipe.TestRows));
        var logits = TestTimeViews.AverageLogits(
            prediction.Logits.cpu().data<float>().ToArray(), recipe.TestRows, Dataset.Classes.Count);
        var first = prediction.Embedding.reshape(pixels.Count, recipe.TestRows, -1)[.., 0, ..novelty.Density.Features].contiguous();
        var novelties = novelty.Of(first.cpu().data<float>().ToArray());
        var probabilities = Classifier.Probabilities(NativeTensor.Of(logits).reshape(pixels.Count, -1), temperature).data<double>().ToArray()
            .Chunk(Dataset.Classes.Count).ToList();
        return [.. pictures.Select((png, i) =>
        {
            var file = $"golden/{i}.png";
            return (new GoldenImage { File = file, Probabilities = probabilities[i], Novelty = novelties[i] }, new GoldenInput(file, png));
        })];
    }
}
