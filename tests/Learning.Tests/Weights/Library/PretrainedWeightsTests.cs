using Lesion.Learning.Networks;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Tests.Weights.Library;

public sealed class PretrainedWeightsTests
{
    [Fact]
    public void The_default_weights_ship_with_Lesion()
    {
        var weights = PretrainedWeights.Named(PretrainedWeights.Default);

        weights.IsPublished.ShouldBeFalse();
        using var state = weights.Read();
        state.ContainsKey("layer3.5.conv2.weight").ShouldBeTrue();
        weights.ComputeSha256().Length.ShouldBe(64);
    }

    [Fact]
    public void Every_published_file_names_eight_digits_of_its_hash()
    {
        var published = WeightCatalogue.Entries.Where(weights => weights.IsPublished).ToList();

        published.Count.ShouldBe(12);
        published.ShouldAllBe(weights => weights.Sha256Prefix!.Length == 8 && weights.Sha256Prefix.All(char.IsAsciiHexDigitLower));
        WeightCatalogue.Names.ShouldBeUnique();
    }

    [Fact]
    public void There_are_weights_for_every_network_and_a_network_for_all_weights() =>
        WeightCatalogue.Networks.ShouldBe(NetworkZoo.Names, ignoreOrder: true);

    [Theory]
    [InlineData("resnet18", 224, 0.485f)]
    [InlineData("googlenet", 224, 0.5f)]
    [InlineData("inception_v3", 299, 0.5f)]
    public void Weights_say_what_input_they_want(string name, int size, float mean)
    {
        var weights = PretrainedWeights.Named(name);

        weights.Network.ShouldBe(name);
        weights.InputSize.ShouldBe(size);
        weights.Normalisation.Mean[0].ShouldBe(mean);
    }

    [Fact]
    public void Inputs_of_plus_minus_one_are_that()
    {
        var normalisation = Normalisation.PlusMinusOne;

        ((0 - normalisation.Mean[1]) / normalisation.Deviation[1]).ShouldBe(-1);
        ((1 - normalisation.Mean[1]) / normalisation.Deviation[1]).ShouldBe(1);
    }

    [Fact]
    public void An_official_file_is_known_by_its_name_wherever_it_lies()
    {
        var weights = PretrainedWeights.Named("/some/where/inception_v3_google-0cc3c7bd.pth");

        weights.Network.ShouldBe("inception_v3");
        weights.InputSize.ShouldBe(299);
        weights.Sha256Prefix.ShouldBe("0cc3c7bd");
        weights.IsPublished.ShouldBeFalse();
    }

    [Fact]
    public void A_file_of_ones_own_takes_the_input_of_its_network()
    {
        var weights = PretrainedWeights.Named("mine.pth", network: "inception_v3");

        (weights.Name, weights.Network, weights.InputSize, weights.IsFile).ShouldBe(("mine.pth", "inception_v3", 299, true));
        weights.Sha256Prefix.ShouldBeNull();
    }

    [Theory]
    [InlineData("alexnet", null, "resnet18")]
    [InlineData("mine.pth", null, "name the network too")]
    [InlineData("mine.pth", "alexnet", "resnet18")]
    [InlineData("resnet18", "vgg11", "not for vgg11")]
    [InlineData("mine.h5", "vgg11", ".safetensors")]
    public void What_cannot_be_is_refused_with_what_can(string name, string? network, string named) =>
        Should.Throw<ArgumentException>(() => PretrainedWeights.Named(name, network)).Message.ShouldContain(named);
}
