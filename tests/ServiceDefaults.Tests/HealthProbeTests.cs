using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lesion.ServiceDefaults.Tests;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(StatusCodes.Status200OK, 0)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, 1)]
    public async Task It_says_what_the_instance_says_of_itself(int status, int exitCode)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var instance = builder.Build();
        instance.Urls.Add("http://127.0.0.1:0");
        instance.MapGet("/health/ready", () => Results.Text("the reason", statusCode: status));
        await instance.StartAsync(TestContext.Current.CancellationToken);
        var output = new StringWriter();

        (await HealthProbe.RunAsync(new Uri(instance.Urls.Single()), output)).ShouldBe(exitCode);

        output.ToString().Trim().ShouldBe("the reason");
    }

    [Fact]
    public async Task Where_nothing_listens_it_says_so()
    {
        var output = new StringWriter();

        (await HealthProbe.RunAsync(new Uri("http://127.0.0.1:1"), output)).ShouldBe(1);

        output.ToString().ShouldStartWith("http://127.0.0.1:1/ does not answer");
    }

    [Fact]
    public void It_is_asked_for_by_one_argument()
    {
        HealthProbe.IsAskedBy(["healthcheck"]).ShouldBeTrue();
        HealthProbe.IsAskedBy([]).ShouldBeFalse();
        HealthProbe.IsAskedBy(["--urls", "healthcheck"]).ShouldBeFalse();
    }
}
