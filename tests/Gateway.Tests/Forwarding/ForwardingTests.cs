using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lesion.Gateway.Forwarding;
using Lesion.Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>What the inference instances answer goes through the gateway; the instances are real servers.</summary>
public sealed class ForwardingTests
{
    private const string Classify = "/v1/classifications";
    private const string Infer = "/v2/models/lesion/infer";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/v1/classifications?explain=true")]
    [InlineData("POST", "/v2/models/lesion/versions/3/infer")]
    [InlineData("GET", "/v2")]
    [InlineData("GET", "/v2/health/ready")]
    public async Task An_answer_comes_back_as_the_instance_gave_it(string method, string address)
    {
        await using var replica = await ReplicaStub.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            context.Response.Headers["Inference-Header-Content-Length"] = "2";
            return context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", Cancellation);
        });
        await using var host = await ForwardingHost.StartAsync(replica.Address);

        using var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        using var response = await host.Http.SendAsync(request, Cancellation);

        ((int)response.StatusCode).ShouldBe(StatusCodes.Status418ImATeapot);
        response.Headers.GetValues("Inference-Header-Content-Length").ShouldBe(["2"]);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"{method} {address}");
    }

    [Fact]
    public async Task A_request_goes_to_the_instance_that_has_less_to_do()
    {
        var release = new TaskCompletionSource();
        await using var one = await ReplicaStub.StartAsync(_ => release.Task);
        await using var other = await ReplicaStub.StartAsync(_ => release.Task);
        await using var host = await ForwardingHost.StartAsync($"{one.Address},{other.Address}");

        var first = host.Http.PostAsync(Classify, null, Cancellation);
        await Task.WhenAny(one.Arrivals.WaitToReadAsync(Cancellation).AsTask(), other.Arrivals.WaitToReadAsync(Cancellation).AsTask());
        var second = host.Http.PostAsync(Classify, null, Cancellation);
        await other.Arrivals.ReadAsync(Cancellation).AsTask().WaitAsync(GatewayHost.Limit, Cancellation);
        await one.Arrivals.ReadAsync(Cancellation).AsTask().WaitAsync(GatewayHost.Limit, Cancellation);
        release.SetResult();

        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_instance_that_is_not_ready_gets_nothing_until_it_is()
    {
        await using var ready = await ReplicaStub.StartAsync();
        await using var unready = await ReplicaStub.StartAsync();
        unready.IsReady = false;
        await using var host = await ForwardingHost.StartAsync($"{ready.Address}, {unready.Address}");

        await AskAsync(host, times: 20);

        ready.Seen.Count.ShouldBe(20);
        unready.Seen.ShouldBeEmpty();
        (ready.IsReady, unready.IsReady) = (false, true);
        await host.ProbeAsync();
        await AskAsync(host, times: 1);
        unready.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_is_passed_on_while_it_still_comes_and_so_is_the_answer()
    {
        const int piece = 100_000; // so much that no buffer on the way holds it
        var arrived = new TaskCompletionSource();
        var read = new TaskCompletionSource();
        await using var replica = await ReplicaStub.StartAsync(async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[piece / 2], context.RequestAborted);
            arrived.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("begun", Cancellation);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await read.Task.WaitAsync(GatewayHost.Limit, Cancellation);
            await context.Response.WriteAsync(" and done", Cancellation);
        });
        await using var host = await ForwardingHost.StartAsync(replica.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, Infer);
        request.Content = new SteppedContent(async body =>
        {
            await body.WriteAsync(new byte[piece], Cancellation);
            await body.FlushAsync(Cancellation);
            await arrived.Task.WaitAsync(GatewayHost.Limit, Cancellation);
            await body.WriteAsync(new byte[piece], Cancellation);
        });

        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var answer = await response.Content.ReadAsStreamAsync(Cancellation);
        var begun = new byte[5];
        await answer.ReadExactlyAsync(begun, Cancellation);
        read.SetResult();

        Encoding.UTF8.GetString(begun).ShouldBe("begun");
        (await new StreamReader(answer).ReadToEndAsync(Cancellation)).ShouldBe(" and done");
    }

    [Fact]
    public async Task How_large_a_body_may_be_is_for_the_instance_to_say()
    {
        const int size = 31_000_000; // more than a server takes that is told nothing
        await using var replica = await ReplicaStub.StartAsync(async context =>
        {
            var bytes = 0L;
            var buffer = new byte[1 << 16];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
            {
                bytes += read;
            }

            await context.Response.WriteAsync($"{bytes}", Cancellation);
        });
        await using var host = await ForwardingHost.StartAsync(replica.Address);

        using var response = await host.Http.PostAsync(Classify, new ByteArrayContent(new byte[size]), Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"{size}");
    }

    [Fact]
    public async Task A_refused_connection_is_tried_at_the_next_instance_with_the_whole_body()
    {
        var gone = await ReplicaStub.StartAsync();
        await using var there = await ReplicaStub.StartAsync();
        await using var host = await ForwardingHost.StartAsync($"{gone.Address},{there.Address}");
        await gone.DisposeAsync();

        await AskAsync(host, times: 20);

        there.Seen.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_request_that_an_instance_may_have_begun_is_asked_of_no_other()
    {
        static Task AbortAsync(HttpContext context)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        await using var one = await ReplicaStub.StartAsync(AbortAsync);
        await using var other = await ReplicaStub.StartAsync(AbortAsync);
        await using var host = await ForwardingHost.StartAsync($"{one.Address},{other.Address}");

        using var response = await host.Http.PostAsync(Classify, new StringContent("body"), Cancellation);

        await response.ShouldBeProblemAsync(502, "inference-failed");
        (one.Seen.Count + other.Seen.Count).ShouldBe(1);
    }

    [Fact]
    public async Task With_no_instance_ready_it_is_503_with_a_time_to_come_back_and_readiness_says_so()
    {
        await using var replica = await ReplicaStub.StartAsync();
        replica.IsReady = false;
        await using var host = await ForwardingHost.StartAsync(replica.Address);

        using var response = await host.Http.PostAsync(Classify, new StringContent("body"), Cancellation);
        using var inferred = await host.Http.PostAsync(Infer, new StringContent("body"), Cancellation);

        await response.ShouldBeProblemAsync(503, "inference-unavailable");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(10));
        inferred.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        inferred.Headers.RetryAfter.ShouldNotBeNull();
        (await inferred.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString()!.ShouldContain("No inference instance");
        var health = await host.HealthAsync();
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain(replica.Address);
        replica.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_no_instance_named_it_is_503_and_says_where_to_name_them_and_nothing_is_amiss()
    {
        await using var host = await ForwardingHost.StartAsync("");

        using var response = await host.Http.PostAsync(Classify, new StringContent("body"), Cancellation);

        (await response.ShouldBeProblemAsync(503, "inference-unavailable")).ShouldContain("Lesion__Inference__Urls");
        (await host.HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task The_trace_goes_on_and_no_header_tells_of_the_way()
    {
        await using var replica = await ReplicaStub.StartAsync();
        await using var host = await ForwardingHost.StartAsync(replica.Address);
        using var asking = new Activity("asking").Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, Classify);
        request.Headers.Add("X-Forwarded-For", "10.0.0.1");

        using var response = await host.Http.SendAsync(request, Cancellation);

        var seen = replica.Seen.Single();
        seen.TraceParent.ToString().ShouldContain(asking.TraceId.ToString());
        seen.Keys.ShouldNotContain(header => header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase));
        response.Headers.Via.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_description_of_the_api_has_what_is_forwarded()
    {
        await using var host = await ForwardingHost.StartAsync("");

        var description = await host.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);

        var post = description.GetProperty("paths").GetProperty(Classify).GetProperty("post");
        post.GetProperty("operationId").GetString().ShouldBe("ClassifyImage");
        post.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("application/json", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("inference:8080")]
    [InlineData("ftp://inference")]
    [InlineData("http://inference:8080/v1")]
    [InlineData("http://user:secret@inference")]
    public async Task An_address_that_is_none_ends_the_start_and_is_named(string address)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => ForwardingHost.StartAsync($"http://127.0.0.1:8080,{address}"));

        refused.Message.ShouldContain($"'{ReplicaOptions.Section}:Urls' holds '{address}'");
    }

    private static async Task AskAsync(ForwardingHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await host.Http.PostAsync(Classify, new StringContent($"body {i}"), Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"body {i}");
        }
    }
}
