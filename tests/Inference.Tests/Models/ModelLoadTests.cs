using System.Text;
using Lesion.Contracts;

namespace Lesion.Inference.Tests.Models;

public sealed class ModelLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_file_that_is_cut_off_is_refused_by_name(double share)
    {
        var bytes = new TinyModel().Build();
        var path = _folder.File("cut.onnx", bytes[..(int)(bytes.Length * share)]);

        var refusal = Should.Throw<ModelLoadException>(() => OnnxModel.Load(path));

        refusal.Model.ShouldBe(path);
        refusal.Message.ShouldContain("cut.onnx");
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_with_the_remedy()
    {
        var path = _folder.File("notes.onnx", Encoding.UTF8.GetBytes("This is a text, no model."));

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(path)).Message.ShouldContain("train again");
    }

    [Fact]
    public void A_file_that_is_absent_is_refused_by_name() =>
        Should.Throw<ModelLoadException>(() => OnnxModel.Load(Path.Combine(_folder.Path, "absent.onnx")))
            .Message.ShouldContain("absent.onnx");

    [Fact]
    public void A_model_without_metadata_of_ours_is_refused()
    {
        var bytes = new TinyModel { WithMetadata = false }.Build();

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(bytes, "foreign.onnx")).Message.ShouldContain("metadata");
    }

    [Fact]
    public void A_model_with_other_outputs_is_refused_and_the_missing_one_named()
    {
        var bytes = new TinyModel { FirstOutput = "scores" }.Build();

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(bytes, "other.onnx")).Message.ShouldContain("'probabilities' is missing");
    }

    [Fact]
    public void A_model_whose_metadata_tells_of_a_novelty_that_it_does_not_give_is_refused()
    {
        var bytes = new TinyModel { CardHasNovelty = true }.Build();

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(bytes, "silent.onnx")).Message.ShouldContain("'novelty' is missing");
    }

    [Fact]
    public void A_model_whose_metadata_names_another_input_size_is_refused()
    {
        var bytes = new TinyModel { InputSize = 16 }.Build();

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(bytes, "size.onnx")).Message.ShouldContain("'image' is");
    }

    [Fact]
    public void A_model_that_sees_images_as_this_version_cannot_is_refused()
    {
        var tiny = new TinyModel();

        Refused(tiny.Card.Input with { Canonical = "c9-512" }).ShouldContain("c9-512");
        Refused(tiny.Card.Input with { Filter = "nearest" }).ShouldContain("nearest");

        string Refused(ModelInput input) => Should.Throw<ModelLoadException>(
            () => OnnxModel.Load((tiny with { Card = tiny.Card with { Input = input } }).Build(), "x.onnx")).Message;
    }

    [Fact]
    public void A_file_that_was_altered_after_its_manifest_was_written_is_refused()
    {
        var bytes = new TinyModel().Build();
        var path = _folder.File("model.onnx", bytes);
        _folder.File("manifest.json", Manifests.Json(bytes, new TinyModel()));
        OnnxModel.Load(path).Dispose();

        _folder.File("model.onnx", new TinyModel { Bias = 1 }.Build());

        Should.Throw<ModelLoadException>(() => OnnxModel.Load(path)).Message.ShouldContain("SHA-256");
    }

    [Fact]
    public void A_folder_stands_for_the_model_in_it()
    {
        _folder.File("model.onnx", new TinyModel().Build());

        using var model = OnnxModel.Load(_folder.Path);

        model.Card.Positive.ShouldBe("malignant");
    }

    [Fact]
    public void A_required_gpu_that_is_absent_is_an_error_and_otherwise_the_cpu_serves()
    {
        Assert.SkipUnless(SessionFactory.CudaProblem() is not null, "This machine has a GPU and this build uses it.");
        var bytes = new TinyModel().Build();
        var wanted = new OnnxModelOptions { Device = InferenceDevice.Cuda };

        using var model = OnnxModel.Load(bytes, "gpu.onnx", wanted);

        model.Device.ShouldBe(InferenceDevice.Cpu);
        Should.Throw<ModelLoadException>(() => OnnxModel.Load(bytes, "gpu.onnx", wanted with { RequireDevice = true }))
            .Message.ShouldContain("GPU");
    }

    public void Dispose() => _folder.Dispose();
}
