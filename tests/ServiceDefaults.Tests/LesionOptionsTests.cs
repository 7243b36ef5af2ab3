using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Tests;

public sealed class LesionOptionsTests
{
    [Theory]
    [InlineData("Lesion:Bus", "amqp://localhost")]
    public void A_setting_that_cannot_be_is_refused_by_name(string setting, string value)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new(setting, value)]);
        builder.AddServiceDefaults();
        using var services = builder.Services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<LesionOptions>>().Value)
            .Message.ShouldContain(setting);
    }

    [Theory]
    [InlineData("http://store:9000", "", "secret", "AccessKey")]
    [InlineData("http://store:9000", "key", "", "SecretKey")]
    [InlineData("store:9000", "key", "secret", "Endpoint")]
    [InlineData("http://store:9000/bucket", "key", "secret", "Endpoint")]
    [InlineData("amqp://store", "key", "secret", "Endpoint")]
    public void A_store_that_cannot_be_is_refused_by_the_settings_name(
        string endpoint, string accessKey, string secretKey, string named) =>
        Should.Throw<OptionsValidationException>(() => Options(endpoint, accessKey, secretKey))
            .Message.ShouldContain($"'Lesion:Storage:{named}'");

    [Fact]
    public void An_S3_store_needs_an_address_and_two_keys() =>
        Options("https://store", "key", "secret").Storage.Region.ShouldBe("us-east-1");

    private static LesionOptions Options(string endpoint, string accessKey, string secretKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Lesion:Storage:Endpoint", endpoint),
            new("Lesion:Storage:AccessKey", accessKey),
            new("Lesion:Storage:SecretKey", secretKey),
        ]);
        builder.AddServiceDefaults();
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<LesionOptions>>().Value;
    }
}
