namespace Lesion.Storage.Tests.Folders;

public sealed class NamingFiles : FolderStoreTest
{
    [Theory]
    [InlineData(".system/tmp/x")]
    [InlineData("a/.hidden")]
    public async Task A_key_that_would_be_hidden_is_refused(string key)
    {
        await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync(key, "x"));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => ReadAsync(key));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => Store.TakeAsync(Bucket, key, Cancellation));
    }

    [Fact]
    public async Task An_object_and_objects_below_it_exclude_each_other_with_a_message()
    {
        await PutAsync("a", "x");
        await PutAsync("b/c", "x");

        (await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync("a/b", "x"))).Message.ShouldContain("object already");
        (await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync("b", "x"))).Message.ShouldContain("below it");
    }
}
