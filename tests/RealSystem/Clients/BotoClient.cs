namespace Lesion.Testing;

/// <summary>An S3 client that is not ours: boto3, of Debian's <c>python3-boto3</c>.</summary>
public sealed class BotoClient
{
    private const string Python = "/usr/bin/python3";

    private const string Upload =
        """
        import os, sys, boto3
        endpoint, bucket, folder = sys.argv[1:4]
        s3 = boto3.client("s3", endpoint_url=endpoint)
        for key in sys.argv[4:]:
            with open(os.path.join(folder, key), "rb") as file:
                print(s3.put_object(Bucket=bucket, Key=key, Body=file).get("VersionId", ""))
        """;

    private readonly S3Settings _account;

    /// <summary>Skips the test where there is no boto3.</summary>
    public BotoClient(S3Settings account)
    {
        ProgramRun.Require("/usr/lib/python3/dist-packages/boto3/__init__.py", "python3-boto3");
        _account = account;
    }

    /// <summary>Uploads files under their paths below a folder.</summary>
    /// <returns>The version of each; empty in a bucket without versions.</returns>
    public async Task<IReadOnlyList<string>> UploadAsync(
        string bucket, string folder, IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        var output = await ProgramRun.ToEndAsync(
            Python,
            ["-c", Upload, _account.Endpoint, bucket, folder, .. keys],
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = _account.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = _account.SecretKey,
                ["AWS_DEFAULT_REGION"] = "us-east-1",
            },
            cancellationToken);
        return output.TrimEnd('\n').Split('\n');
    }
}
