using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults;

/// <summary>Refuses settings that this build has no part for, rather than to run on something else in silence.</summary>
internal sealed class LesionOptionsValidation : IValidateOptions<LesionOptions>
{
    public ValidateOptionsResult Validate(string? name, LesionOptions options)
    {
        var failures = new List<string>();
        if (!string.IsNullOrEmpty(options.Bus) && BrokerAddress.FaultOf(options.Bus) is { } fault)
            failures.Add(fault);
        RefuseUnlessEmpty(options.Storage.Endpoint, "Lesion:Storage:Endpoint", "a folder as object store");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RefuseUnlessEmpty(string? value, string setting, string embedded)
        {
            if (!string.IsNullOrEmpty(value))
            {
                failures.Add($"'{setting}' is set, but this version runs on {embedded} only: remove the setting.");
            }
        }
    }
}
