using Lesion.Imaging;
using Lesion.Learning.Training.Members;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Training;

public sealed class MemberPredictionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 8)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Images_are_predicted_in_the_rows_that_serving_shows(int crops, int orientations)
    {
        const int Size = 5;
        using var scope = NewDisposeScope();
        var rows = crops * orientations;
        var inputs = Samples.DrawImages(2 * crops, Size, Size).reshape(2, crops, Size, Size, 3);
        var shown = MemberPrediction.Rows(inputs, rows);

        shown.shape.ShouldBe([2 * rows, Size, Size, 3]);
        var bytes = shown.contiguous().data<byte>().ToArray().Chunk(Size * Size * 3).ToList();
        for (var image = 0; image < 2; image++)
        {
            var expected = new byte[rows * Size * Size * 3];
            NetworkInput.WriteRows(inputs[image].contiguous().data<byte>().ToArray(), Size, orientations, expected);
            bytes.Skip(image * rows).Take(rows).SelectMany(row => row).ShouldBe(expected);
        }
    }

    [Fact]
    public void One_row_is_the_whole_image_upright()
    {
        using var scope = NewDisposeScope();
        var inputs = Samples.DrawImages(4, 5, 5).reshape(2, 2, 5, 5, 3);
        MemberPrediction.Rows(inputs, rows: 1).bytes.ToArray().ShouldBe(inputs.select(1, 0).contiguous().bytes.ToArray());
    }
}
