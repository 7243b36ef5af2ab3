using Lesion.Learning.Networks;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

public sealed class DlibResNet34Tests
{
    [Fact]
    public void The_shipped_stages_give_what_an_independent_implementation_gives()
    {
        using var golden = SafeTensors.Read(Path.Combine(AppContext.BaseDirectory, "resnet34-stages1-3-golden.safetensors"));
        using var network = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();

        var embedding = network.Embed(golden["image"]);

        embedding.shape.ShouldBe([1, 768]);
        Difference(embedding, golden["embedding"]).ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void All_four_stages_give_what_an_independent_implementation_gives_on_real_images()
    {
        using var golden = SafeTensors.Read(SharedData.Weights("golden.safetensors"));
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var network = new LoadedStages(
            NetworkZoo.Create("dlib_resnet34"), SafeTensors.Read(SharedData.Weights("resnet34-imagenet-folded-fp16.safetensors")));

        var layer3 = network.Forward(golden["input"], ..4);
        var layer4 = network.Stages[4].Forward(layer3);
        var logits = network.Stages[5].Forward(layer4);

        Difference(layer3.mean([2, 3]), golden["resnet34.layer3.mean"]).ShouldBeLessThan(1e-4f);
        Difference(layer4.mean([2, 3]), golden["resnet34.layer4.mean"]).ShouldBeLessThan(1e-4f);
        Difference(logits, golden["resnet34.logits"]).ShouldBeLessThan(1e-4f);
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
