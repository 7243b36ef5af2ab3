using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees a request without an answer, one with two, and an answer that says nothing.</summary>
public sealed class RequestInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private const string Request = "visit-4711";

    [Fact]
    public async Task A_request_without_an_answer()
    {
        await ShouldFindAsync(Request, "has 0 answers");
    }

    [Fact]
    public async Task A_request_with_two_answers()
    {
        await using var one = await PutAsync(DateTimeOffset.UnixEpoch, new ClassificationError { Code = "notFound", Message = "It is gone." });
        (await CheckAsync()).ToString().ShouldBe("Every invariant holds.");
        await using var other = await PutAsync(DateTimeOffset.UnixEpoch.AddDays(1), new ClassificationError { Code = "notFound", Message = "It is gone." });
        await ShouldFindAsync(Request, "has 2 answers");
    }

    [Fact]
    public async Task An_answer_that_says_nothing()
    {
        await using var empty = await PutAsync(DateTimeOffset.UnixEpoch, null);
        await ShouldFindAsync(Request, "is neither a classification nor an error");
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Settled.Invariants.Asked.Add(Request);
    }

    public override ValueTask DisposeAsync()
    {
        Settled.Invariants.Asked.Remove(Request);
        return base.DisposeAsync();
    }

    private Task<Damage> PutAsync(DateTimeOffset at, ClassificationError? error)
    {
        var answer = new ImageClassified { RequestId = Request, ClassifiedAt = at, Error = error };
        return Damage.PutAsync(
            Store,
            Keys.Classification(at, Request),
            JsonSerializer.SerializeToUtf8Bytes(answer, LesionJson.Options),
            bucket: Buckets.Models);
    }
}
