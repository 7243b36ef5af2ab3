using System.Net;
using Lesion.Gateway.Forwarding;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;

namespace Lesion.Gateway.Tests.Forwarding;

/// <summary>A name of many addresses, such as a headless service of Kubernetes, is as many instances.</summary>
public sealed class ReplicaNamesTests
{
    private const string Name = "http://inference:8080";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_go_to_every_address_of_a_name()
    {
        await using var one = await ReplicaStub.StartAsync();
        var port = new Uri(one.Address).Port;
        await using var other = await ReplicaStub.StartAsync(address: $"http://127.0.0.2:{port}");
        var names = new FakeNames { Addresses = ["127.0.0.1", "127.0.0.2"] };
        await using var host = await ForwardingHost.StartAsync($"http://inference:{port}", names);

        for (var i = 0; i < 40; i++)
        {
            using var response = await host.Http.PostAsync("/v1/classifications", new StringContent("body"), Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        one.Seen.Count.ShouldBeGreaterThan(0);
        other.Seen.Count.ShouldBeGreaterThan(0);
        one.Seen.ShouldAllBe(headers => headers.Host == $"inference:{port}");
    }

    [Fact]
    public async Task An_instance_that_comes_in_place_of_another_is_found_without_a_new_start()
    {
        await using var replica = await ReplicaStub.StartAsync();
        var names = new FakeNames { Addresses = ["127.0.0.2"] }; // where nobody listens
        await using var host = await ForwardingHost.StartAsync($"http://inference:{new Uri(replica.Address).Port}", names);
        (await AskAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);

        names.Addresses = ["127.0.0.1"];
        await names.PassAsync(ForwardingHost.ProbeInterval);

        (await AskAsync(host)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_address_of_a_name_is_an_instance_of_its_own_and_is_asked_for_by_the_name()
    {
        var replicas = await ResolveAsync(["10.0.0.7", "10.0.0.8"], Name);

        replicas.Keys.ShouldBe(["http://10.0.0.7:8080", "http://10.0.0.8:8080"], ignoreOrder: true);
        replicas["http://10.0.0.7:8080"].ShouldBe(new DestinationConfig { Address = "http://10.0.0.7:8080", Host = "inference:8080" });
    }

    [Fact]
    public async Task A_host_with_addresses_of_two_families_is_not_taken_for_two()
    {
        var replicas = await ResolveAsync(["fd00::7", "10.0.0.7"], Name);

        replicas.Keys.ShouldBe(["http://10.0.0.7:8080"]);
    }

    [Theory]
    [InlineData("http://10.0.0.7:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public async Task What_is_no_name_of_many_stays_as_it_is(string address)
    {
        var replicas = await ResolveAsync(["10.0.0.9"], address);

        replicas.ShouldBe(Named(address));
    }

    [Fact]
    public async Task A_name_without_an_address_stays_so_that_its_absence_is_told()
    {
        var replicas = await ResolveAsync([], Name);

        replicas.ShouldBe(Named(Name));
    }

    [Fact]
    public async Task Instances_stay_known_while_no_name_server_answers_and_go_when_it_knows_none()
    {
        var names = new FakeNames { Addresses = ["10.0.0.7"] };
        var resolver = Resolver(names);
        await resolver.ResolveDestinationsAsync(Named(Name), Cancellation);

        names.IsAway = true;
        var away = await resolver.ResolveDestinationsAsync(Named(Name), Cancellation);
        (names.IsAway, names.Addresses) = (false, []);
        var none = await resolver.ResolveDestinationsAsync(Named(Name), Cancellation);

        away.Destinations.Keys.ShouldBe(["http://10.0.0.7:8080"]);
        none.Destinations.Keys.ShouldBe([Name]);
    }

    [Fact]
    public async Task A_name_is_asked_for_again_as_often_as_instances_are_asked_whether_they_are_ready()
    {
        var names = new FakeNames { Addresses = ["10.0.0.7"] };

        var resolved = await Resolver(names).ResolveDestinationsAsync(Named(Name), Cancellation);

        resolved.ChangeToken!.HasChanged.ShouldBeFalse();
        names.Time.Advance(new ReplicaOptions().ProbeInterval);
        resolved.ChangeToken.HasChanged.ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> AskAsync(ForwardingHost host)
    {
        using var response = await host.Http.PostAsync("/v1/classifications", new StringContent("body"), Cancellation);
        return response.StatusCode;
    }

    private static async Task<IReadOnlyDictionary<string, DestinationConfig>> ResolveAsync(string[] addresses, string url) =>
        (await Resolver(new FakeNames { Addresses = addresses }).ResolveDestinationsAsync(Named(url), Cancellation)).Destinations;

    private static ReplicaResolver Resolver(FakeNames names) => new(names.LookUpAsync, Options.Create(new ReplicaOptions()), names.Time);

    private static Dictionary<string, DestinationConfig> Named(string url) => new() { [url] = new DestinationConfig { Address = url } };
}
