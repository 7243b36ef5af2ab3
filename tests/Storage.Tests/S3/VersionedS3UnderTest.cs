namespace Lesion.Storage.Tests.S3;

/// <summary>A bucket that keeps versions, as those that are taken from must.</summary>
public sealed class VersionedS3UnderTest : S3UnderTest
{
    protected override bool KeepsVersions => true;
}
