using Lesion.Storage.Tests.Contract;

namespace Lesion.Storage.Tests.Folders;

public static class FolderContract
{
    public sealed class Putting : PuttingContract<FolderUnderTest>;

    public sealed class PuttingOnCondition : ConditionContract<FolderUnderTest>;

    public sealed class Listing : ListingContract<FolderUnderTest>;

    public sealed class Naming : NamingContract<FolderUnderTest>;

    public sealed class Taking : TakingContract<FolderUnderTest>;
}
