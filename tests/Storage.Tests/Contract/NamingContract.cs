namespace Lesion.Storage.Tests.Contract;

public abstract class NamingContract<TStore> : StoreContract<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("\uD800")]
    public async Task A_key_that_climbs_out_is_refused_everywhere(string key)
    {
        await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync(key, "x"));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => ReadAsync(key));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => Store.HeadAsync(Bucket, key, Cancellation));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => Store.DeleteAsync(Bucket, key, Cancellation));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => Store.TakeAsync(Bucket, key, Cancellation));
    }

    [Fact]
    public async Task Names_may_be_as_long_as_a_file_system_has_them_and_no_longer()
    {
        var longest = string.Join('/', Enumerable.Repeat(new string('x', 255), 4));
        await PutAsync(longest, "x", new PutOptions { Metadata = new Dictionary<string, string> { ["m"] = "1" } });
        (await Store.HeadAsync(Bucket, longest, Cancellation))!.Metadata["m"].ShouldBe("1");

        await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync(new string('é', 128), "x"));
        await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync($"{longest}/y", "x"));
    }

    [Theory]
    [InlineData("日本/語.jpg")]
    [InlineData("name with spaces & 'quotes'?.png")]
    [InlineData("e\u0301 and \u00e9.jpg")]
    [InlineData("😀/a%2Fb+c=d;e.jpg")]
    public async Task Any_other_name_is_kept_as_it_is(string key)
    {
        await PutAsync(key, "x");

        (await KeysAsync()).ShouldBe([key]);
        (await ReadAsync(key)).ShouldBe("x");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("UPPER")]
    public async Task A_bucket_is_a_plain_name(string bucket) =>
        await Should.ThrowAsync<ArgumentException>(() => Store.HeadAsync(bucket, "k", Cancellation));
}
