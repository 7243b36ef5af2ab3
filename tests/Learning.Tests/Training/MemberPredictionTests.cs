using Lesion.Imaging;
using Lesion.Learning.Training.Members;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Training;

public sealed class MemberPredictionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Images_are_predicted_in_the_orientations_that_serving_shows(int views)
    {
        const int Size = 5;
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(2, Size, Size);
        var shown = MemberPrediction.Oriented(images, views);

        shown.shape.ShouldBe([2 * views, Size, Size, 3]);
        var bytes = shown.contiguous().data<byte>().ToArray().Chunk(Size * Size * 3).ToList();
        for (var image = 0; image < 2; image++)
        {
            var expected = new byte[views * Size * Size * 3];
            Orientations.WriteFirst(images[image].contiguous().data<byte>().ToArray(), Size, views, expected);
            bytes.Skip(image * views).Take(views).SelectMany(row => row).ShouldBe(expected);
        }
    }
}
