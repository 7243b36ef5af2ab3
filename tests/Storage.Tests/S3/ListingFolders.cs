using Lesion.Storage.Tests.Contract;
using Minio;
using Minio.DataModel.Args;

namespace Lesion.Storage.Tests.S3;

public sealed class ListingFolders : StoreContract<S3UnderTest>
{
    [Fact]
    public async Task A_folder_that_a_console_shows_is_no_object()
    {
        using var client = S3Server.Client();
        using var nothing = new MemoryStream();
        await client.PutObjectAsync(
            new PutObjectArgs().WithBucket(Bucket).WithObject("nevus/").WithStreamData(nothing).WithObjectSize(0), Cancellation);
        await PutAsync("nevus/a", "x");

        (await KeysAsync()).ShouldBe(["nevus/a"]);
        await client.RemoveObjectAsync(
            new RemoveObjectArgs().WithBucket(Bucket).WithObject("nevus/"), Cancellation);
    }
}
