using Lesion.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Tests.Catalog;

public sealed class CatalogOptionsTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=localhost;Password=secret")]
    [InlineData("Host=localhost;Database=lesion;Password=secret;Speed=3")]
    [InlineData("Host=localhost;Database=lesion;Password=secret;Port=many")]
    public void A_connection_string_that_cannot_be_is_refused_by_name_and_not_repeated(string value)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Lesion:Catalog"] = value;
        builder.AddServiceDefaults();
        builder.AddGateway();
        using var services = builder.Services.BuildServiceProvider();

        var message = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<LesionOptions>>().Value)
            .Message;

        message.ShouldContain("'Lesion:Catalog'");
        message.ShouldNotContain("secret");
    }
}
