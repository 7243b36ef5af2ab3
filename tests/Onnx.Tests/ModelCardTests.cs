using System.Reflection;
using System.Text.Json;
using Lesion.Contracts;

namespace Lesion.Onnx.Tests;

public sealed class ModelCardTests
{
    private static readonly ModelCard Card = new()
    {
        Classes = ["benign", "malignant “x”"],
        Positive = "malignant “x”",
        Threshold = 0.41,
        ReferBand = [0.3, 0.5],
        ReferBelow = 0.6,
        Novelty = new ModelNovelty { Share = 0.02, Limit = 9.5, Features = 64, Images = 1000, Shrinkage = 0.01, Quantiles = [0.2, 1.7], HeldOutBeyond = 0.02 },
        Temperature = 1.25,
        Input = new ModelInput { Size = 224, Filter = "lanczos3", Canonical = "c1-512" },
        TestViews = 4,
        Network = "resnet34-imagenet-folded-fp16",
        DatasetId = "abc",
        HeldOut = new ClassificationMetrics
        {
            N = 10,
            Accuracy = 0.8,
            BalancedAccuracy = 0.8,
            Auc = 0.9,
            AveragePrecision = 0.7,
            Sensitivity = 0.6,
            Specificity = 0.5,
            Ece = 0.1,
            Intervals = new Dictionary<string, double[]> { ["auc"] = [0.85, 0.95] },
        },
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = ModelCard.Parse(Card.ToProperties());

        JsonSerializer.Serialize(read).ShouldBe(JsonSerializer.Serialize(Card));
    }

    [Fact]
    public void Every_key_is_a_documented_one_and_every_value_is_JSON()
    {
        var documented = typeof(ModelMetadataKeys).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(key => key != ModelMetadataKeys.Prefix);

        var properties = Card.ToProperties();

        properties.Keys.ShouldBe(documented, ignoreOrder: true);
        properties.Values.ShouldAllBe(value => JsonDocument.Parse(value, default) != null);
        properties[ModelMetadataKeys.Threshold].ShouldBe("0.41");
    }

    [Fact]
    public void Entries_of_others_are_passed_over()
    {
        var properties = new Dictionary<string, string>(Card.ToProperties()) { ["onnx.infer"] = "onnxruntime.quant", ["lesion.later"] = "1" };

        ModelCard.Parse(properties).DatasetId.ShouldBe("abc");
    }

    [Fact]
    public void A_model_of_others_is_refused() =>
        Should.Throw<InvalidDataException>(() => ModelCard.Parse(new Dictionary<string, string> { ["author"] = "me" }))
            .Message.ShouldContain("not exported by Lesion");

    [Fact]
    public void A_missing_entry_is_named()
    {
        var properties = new Dictionary<string, string>(Card.ToProperties());
        properties.Remove(ModelMetadataKeys.Temperature);

        Should.Throw<InvalidDataException>(() => ModelCard.Parse(properties)).Message.ShouldContain("temperature");
    }

    [Fact]
    public void A_damaged_entry_is_named()
    {
        var properties = new Dictionary<string, string>(Card.ToProperties()) { [ModelMetadataKeys.Classes] = "[\"benign\"," };

        Should.Throw<InvalidDataException>(() => ModelCard.Parse(properties)).Message.ShouldContain(ModelMetadataKeys.Classes);
    }
}
