using Lesion.Contracts;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Tests.Support;

namespace Lesion.Gateway.Tests.Promotions;

public sealed class TritonConfigTests
{
    [Fact]
    public void It_names_one_version_and_every_tensor_without_the_batch() =>
        TritonConfig.Render(Samples.Manifest(7) with { EmbeddingSize = 768 }).ShouldBe("""
            # Written when version 7 became the champion; the next promotion writes it anew.
            name: "lesion"
            backend: "onnxruntime"
            max_batch_size: 64
            version_policy: { specific: { versions: [ 7 ] } }
            dynamic_batching { }
            input [ { name: "image" data_type: TYPE_UINT8 dims: [ 224, 224, 3 ] } ]
            output [ { name: "probabilities" data_type: TYPE_FP32 dims: [ 2 ] } ]
            output [ { name: "logits" data_type: TYPE_FP32 dims: [ 2 ] } ]
            output [ { name: "embedding" data_type: TYPE_FP32 dims: [ 768 ] } ]
            output [ { name: "activation_map" data_type: TYPE_FP32 dims: [ 2, -1, -1 ] } ]

            """);

    [Fact]
    public void A_version_that_tells_novelty_gives_one_number_an_image()
    {
        var novelty = new ModelNovelty { Share = 0.02, Limit = 9, Features = 64, Images = 100, Shrinkage = 0.1, Quantiles = [0, 1] };

        TritonConfig.Render(Samples.Manifest(7) with { EmbeddingSize = 768, Novelty = novelty })
            .ShouldEndWith("output [ { name: \"novelty\" data_type: TYPE_FP32 dims: [ 1 ] reshape: { shape: [ ] } } ]\n");
    }

    [Fact]
    public void A_version_of_an_older_build_leaves_the_shapes_to_Triton() =>
        TritonConfig.Render(Samples.Manifest(7)).ShouldNotContain("put [");
}
