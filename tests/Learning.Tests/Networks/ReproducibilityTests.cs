using System.Security.Cryptography;
using Lesion.Imaging;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

/// <summary>
/// A tensor made of an array lies where the array does. There it is rarely aligned to 64 bytes, and products of matrices
/// differ in their last bits with where the numbers lie: what is multiplied must have been computed or copied first.
/// </summary>
[Collection("torch")]
public sealed class ReproducibilityTests
{
    [Fact]
    public void The_same_images_give_the_same_bits_wherever_they_lie_in_memory()
    {
        using var network = Samples.Network();
        network.Head.Train(trainable: true);
        var random = SeededRandom.From("places");
        using var images = Samples.DrawImages(2, 64, 64);
        var pixels = images.bytes.ToArray();
        var answers = new HashSet<string>();
        var gradients = new HashSet<string>();
        var between = new List<byte[]>();
        for (var i = 0; i < 8; i++)
        {
            between.Add(new byte[random.NextBelow(5000)]);
            using var scope = NewDisposeScope();
            var batch = tensor([.. pixels], [2, 64, 64, 3], ScalarType.Byte);
            var embedding = network.Embed(batch);
            var logits = network.Logits(embedding);
            logits.Square().sum().backward();
            answers.Add(Hash(embedding) + Hash(logits));
            foreach (var (name, parameter) in network.Head.NamedParameters)
            {
                gradients.Add($"{name} {Hash(parameter.grad!)}");
                parameter.grad!.zero_();
            }
        }

        answers.Count.ShouldBe(1);
        gradients.Count.ShouldBe(network.Head.NamedParameters.Count());
    }

    private static string Hash(Tensor values) => Convert.ToHexStringLower(SHA256.HashData(values.detach().contiguous().bytes));
}
