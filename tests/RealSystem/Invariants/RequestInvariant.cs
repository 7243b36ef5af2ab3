using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>Every request has exactly one answer: a classification, or an error that says what was wrong.</summary>
internal sealed class RequestInvariant(IObjectStore store)
{
    /// <param name="asked">The ids of the requests.</param>
    public async Task<IReadOnlyList<Violation>> FindAsync(IReadOnlyCollection<string> asked, CancellationToken cancellationToken)
    {
        if (asked.Count == 0)
            return [];
        var answers = await store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: cancellationToken)
            .Select(row => row.Key)
            .ToLookupAsync(key => Path.GetFileNameWithoutExtension(key), cancellationToken: cancellationToken);
        var violations = new List<Violation>();
        foreach (var id in asked)
        {
            if (answers[id].Count() != 1)
                violations.Add(new Violation(id, $"has {answers[id].Count()} answers."));
            foreach (var key in answers[id])
            {
                var answer = await store.GetJsonAsync<ImageClassified>(Buckets.Models, key, cancellationToken);
                if (answer is null or { Classification: null, Error: null } or { Classification: not null, Error: not null })
                    violations.Add(new Violation(key, "is neither a classification nor an error, or is both."));
            }
        }

        return violations;
    }
}
