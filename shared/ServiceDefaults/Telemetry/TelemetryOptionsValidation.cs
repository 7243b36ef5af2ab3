using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>Refuses an address that OpenTelemetry would pass over in silence.</summary>
internal sealed class TelemetryOptionsValidation(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        configuration[TelemetryExtensions.Endpoint] is { Length: > 0 } endpoint
        && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            ? ValidateOptionsResult.Fail(
                $"'{TelemetryExtensions.Endpoint}' is '{endpoint}'; it must be the address of a collector, such as 'http://collector:4317'.")
            : ValidateOptionsResult.Success;
}
