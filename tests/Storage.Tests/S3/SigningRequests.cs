using Lesion.Storage.S3;
using Lesion.Storage.S3.Wire;

namespace Lesion.Storage.Tests.S3;

public sealed class SigningRequests
{
    /// <summary>The example of the S3 documentation, "GET Object".</summary>
    [Fact]
    public void The_published_example_gets_the_published_signature()
    {
        var signature = new S3Signature(new S3Settings(
            new Uri("https://examplebucket.s3.amazonaws.com"),
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        request.Headers.Add("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        signature.Sign(request, new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        request.Headers.GetValues("Authorization").Single().ShouldEndWith(
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }
}
