using System.Globalization;
using Lesion.ServiceDefaults;

namespace Lesion.Deployment.Tests.Compose;

public sealed class HardeningTests
{
    [Fact]
    public void Our_services_are_nobody_in_particular_and_cannot_change_their_image()
    {
        foreach (var service in ComposeFile.Base.Ours)
        {
            service.Text("user").ShouldBe("1654:1654", service.Name);
            service.Text("read_only").ShouldBe("true", service.Name);
        }
    }

    [Fact]
    public void Nothing_keeps_or_gains_privileges()
    {
        foreach (var service in ComposeFile.Base.Services.Values)
        {
            service.DroppedCapabilities.ShouldBe(["ALL"], service.Name);
            service.SecurityOptions.ShouldBe(["no-new-privileges:true"], service.Name);
            service.Keys.ShouldNotContain("privileged", service.Name);
            service.Keys.ShouldNotContain("cap_add", service.Name);
        }
    }

    [Fact]
    public void Nothing_takes_more_memory_than_it_is_given() =>
        ComposeFile.Base.Services.Values.ShouldAllBe(service => service.Text("mem_limit") != null);

    [Fact]
    public void Everything_that_can_is_asked_whether_it_is_well()
    {
        ComposeFile.Base.Ours.ShouldAllBe(service => service.HealthCheck.SequenceEqual(new[] { "CMD", "./service", "healthcheck" }));
        ComposeFile.Base.Services.Values.Where(service => service.HealthCheck.Count == 0).Select(service => service.Name)
            .ShouldBe(["collector", "jaeger"], ignoreOrder: true);
        ComposeFile.Base.Services.Values.SelectMany(service => service.Dependencies).Distinct()
            .ShouldAllBe(name => ComposeFile.Base.Services[name].HealthCheck.Count > 0);
    }

    [Fact]
    public void Our_services_have_the_time_to_finish_what_they_have_in_hand()
    {
        foreach (var service in ComposeFile.Base.Ours)
        {
            var seconds = int.Parse(service.Text("stop_grace_period")!.TrimEnd('s'), CultureInfo.InvariantCulture);
            TimeSpan.FromSeconds(seconds).ShouldBeGreaterThan(ServiceDefaultsExtensions.ShutdownTimeout, service.Name);
        }
    }
}
