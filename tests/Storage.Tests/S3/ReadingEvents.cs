using System.Text.Json;
using Lesion.Storage.S3;

namespace Lesion.Storage.Tests.S3;

public sealed class ReadingEvents
{
    private const string FromMinio = """
        {"eventVersion":"2.0","eventSource":"minio:s3","eventName":"s3:ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","configurationId":"Config",
        "bucket":{"name":"lesion-inbox","arn":"arn:aws:s3:::lesion-inbox"},
        "object":{"key":"nevus%2Fa+b%2Bc%2541+%C3%A9.jpg","size":1,"eTag":"9dd4","versionId":"f3c1","sequencer":"17"}}}
        """;

    private const string FromCeph = """
        {"eventVersion":"2.2","eventSource":"ceph:s3","awsRegion":"","eventTime":"2026-11-23T23:26:14.593738Z",
        "eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","configurationId":"n",
        "bucket":{"name":"lesion-inbox","arn":"arn:aws:s3:::lesion-inbox"},
        "object":{"key":"nevus/a b+c%41 é.jpg","size":1,"eTag":"9dd4","versionId":"f3c1","sequencer":"96","tags":[]}}}
        """;

    [Theory]
    [InlineData(FromMinio)]
    [InlineData(FromCeph)]
    public void Every_store_tells_the_same_of_an_object(string json)
    {
        var told = S3Event.Parse(JsonElement.Parse(json));

        (told.Bucket, told.Key, told.IsCreation).ShouldBe(("lesion-inbox", "nevus/a b+c%41 é.jpg", true));
    }

    [Theory]
    [InlineData("ObjectCreated:CompleteMultipartUpload", true)]
    [InlineData("s3:ObjectCreated:Copy", true)]
    [InlineData("ObjectRemoved:Delete", false)]
    [InlineData("s3:ObjectRemoved:DeleteMarkerCreated", false)]
    public void A_removal_is_no_creation(string name, bool isCreation) =>
        S3Event.Parse(JsonElement.Parse(FromCeph.Replace("ObjectCreated:Put", name))).IsCreation.ShouldBe(isCreation);

    [Theory]
    [InlineData("7", "'s3'")]
    [InlineData("""{"eventName":"x"}""", "'s3'")]
    [InlineData("""{"eventName":"x","s3":{"object":[]}}""", "'bucket'")]
    [InlineData("""{"eventName":"x","s3":{"bucket":{"name":"b"},"object":[]}}""", "'key'")]
    [InlineData("""{"eventName":"x","s3":{"bucket":{"name":"b"},"object":{"key":7}}}""", "'key'")]
    public void What_is_no_record_is_refused_and_says_what_is_missing(string json, string missing) =>
        Should.Throw<FormatException>(() => S3Event.Parse(JsonElement.Parse(json))).Message.ShouldContain(missing);
}
