using System.Text.Json;

namespace Lesion.Gateway.Tests.Support;

internal static class ProblemAssertions
{
    /// <summary>Problem details with this code; gives what they tell a person.</summary>
    public static async Task<string> ShouldBeProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(body);
        problem.GetProperty("type").GetString().ShouldBe(code);
        return problem.GetProperty("detail").GetString()!;
    }
}
