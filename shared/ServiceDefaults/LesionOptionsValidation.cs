using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults;

/// <summary>Refuses settings that cannot be, each by its name, rather than to fail later.</summary>
internal sealed class LesionOptionsValidation : IValidateOptions<LesionOptions>
{
    public ValidateOptionsResult Validate(string? name, LesionOptions options)
    {
        var failures = new List<string>();
        if (!string.IsNullOrEmpty(options.Bus) && BrokerAddress.FaultOf(options.Bus) is { } fault)
            failures.Add(fault);
        failures.AddRange(options.Storage.Faults());
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
