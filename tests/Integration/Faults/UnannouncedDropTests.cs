namespace Lesion.Integration.Faults;

/// <summary>Nobody says a word of what is dropped.</summary>
public sealed class UnannouncedDropTests : FaultTest
{
    protected override bool GivesWord => false;

    [Fact]
    public async Task Sweeps_find_what_lies_in_the_inbox()
    {
        await Stream.DropAsync(Files, Cancellation);

        await SettleAsync();
    }
}
