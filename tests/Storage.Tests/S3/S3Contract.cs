using Lesion.Storage.Tests.Contract;

namespace Lesion.Storage.Tests.S3;

public static class S3Contract
{
    public sealed class Putting : PuttingContract<S3UnderTest>;

    public sealed class PuttingOnCondition : ConditionContract<S3UnderTest>;

    public sealed class Listing : ListingContract<S3UnderTest>;

    public sealed class Naming : NamingContract<S3UnderTest>;

    public sealed class Taking : TakingContract<VersionedS3UnderTest>;
}
