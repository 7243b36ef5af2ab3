using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Tests;

public sealed class LesionOptionsTests
{
    [Theory]
    [InlineData("Lesion:Bus", "amqp://localhost")]
    [InlineData("Lesion:Storage:Endpoint", "http://localhost:9000")]
    public void A_setting_without_a_part_behind_it_is_refused_by_name(string setting, string value)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new(setting, value)]);
        builder.AddServiceDefaults();
        using var services = builder.Services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<LesionOptions>>().Value)
            .Message.ShouldContain(setting);
    }
}
