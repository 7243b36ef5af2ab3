using Lesion.Imaging;
using Lesion.Learning.Training.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Training;

[Collection("torch")]
public sealed class PixelStoreTests
{
    private const int Count = 10, Size = 4, Crops = 2, Bytes = Crops * Size * Size * 3;

    private static readonly NetworkInputRecipe Input = new() { Size = Size, CentreCrop = 0.5 };

    private readonly List<int> _read = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Count * Bytes, true)]
    [InlineData(Count * Bytes - 1, false)]
    public async Task Batches_hold_the_images_asked_for_in_order_kept_or_not(long limit, bool keeps)
    {
        await using var store = Store(limit);
        store.KeepsAll.ShouldBe(keeps);
        (await TakeAsync(store, [3, 1, 4])).ShouldBe([3, 1, 4]);
        (await TakeAsync(store, [1, 5, 1])).ShouldBe([1, 5, 1]);
    }

    [Fact]
    public async Task Images_that_fit_are_read_once()
    {
        await using var store = Store(long.MaxValue);
        await TakeAsync(store, [3, 1, 4]);
        await TakeAsync(store, [1, 3, 5]);
        await TakeAsync(store, [5, 4, 3]);
        _read.ShouldBe([3, 1, 4, 5]);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public async Task The_next_images_are_read_while_the_present_ones_are_used(long limit)
    {
        await using var store = Store(limit);
        (await TakeAsync(store, [0, 1], next: [2, 3])).ShouldBe([0, 1]);
        (await TakeAsync(store, [2, 3], next: [4])).ShouldBe([2, 3]);
        (await TakeAsync(store, [9])).ShouldBe([9]); // not what was read ahead
        (await TakeAsync(store, [4])).ShouldBe([4]);
        _read.Take(4).ShouldBe([0, 1, 2, 3]);
        _read.Count(image => image == 2).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_when_it_is_asked_for_and_not_before()
    {
        await using var store = new PixelStore(Count, Input, (images, _) => images.Contains(7)
            ? Task.FromException<IReadOnlyList<byte[]>>(new FileNotFoundException("image 7"))
            : Task.FromResult(Paint(images)), CPU, byteLimit: 0);
        (await TakeAsync(store, [6], next: [7])).ShouldBe([6]);
        (await Should.ThrowAsync<FileNotFoundException>(() => TakeAsync(store, [7]))).Message.ShouldBe("image 7");
        (await TakeAsync(store, [8])).ShouldBe([8]);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public async Task No_tensor_is_left_behind(long limit)
    {
        var before = Tensor.TotalCount;
        await using (var store = Store(limit))
        {
            await TakeAsync(store, [0, 1]);
            var afterOne = Tensor.TotalCount;
            for (var i = 2; i < Count; i++)
                await TakeAsync(store, [i, 0]);
            Tensor.TotalCount.ShouldBeLessThanOrEqualTo(afterOne);
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    private PixelStore Store(long limit) => new(
        Count,
        Input,
        (images, _) =>
        {
            lock (_read)
                _read.AddRange(images);
            return Task.FromResult(Paint(images));
        },
        CPU,
        limit);

    /// <summary>Each image is filled with its number.</summary>
    private static IReadOnlyList<byte[]> Paint(IReadOnlyList<int> images) =>
        [.. images.Select(image => Enumerable.Repeat((byte)image, Bytes).ToArray())];

    private static async Task<int[]> TakeAsync(PixelStore store, int[] images, int[]? next = null)
    {
        using var batch = await store.TakeAsync(images, next, Token);
        batch.shape.ShouldBe([images.Length, Crops, Size, Size, 3]);
        var pixels = batch.bytes.ToArray();
        pixels.Chunk(Bytes).ShouldAllBe(image => image.Distinct().Count() == 1);
        return [.. pixels.Chunk(Bytes).Select(image => (int)image[0])];
    }
}
