using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Lesion.Deployment.Tests;

/// <summary>
/// The environment variables that a service really reads, told from its options classes, so that no file of the deployment sets
/// what nobody reads, or what would end the start.
/// </summary>
internal sealed class KnownSettings
{
    private static readonly string[] OfEveryProcess =
    [
        "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS",
        "DOTNET_ENVIRONMENT", "DOTNET_gcServer", "DOTNET_GCHeapHardLimit", "DOTNET_GCHeapHardLimitPercent", "DOTNET_EnableDiagnostics",
        "HOME", "TMPDIR", "TZ", "XDG_CACHE_HOME",
    ];

    private static readonly string[] Families = ["OTEL_", "Logging__LogLevel__"];

    /// <summary>What libraries of one service read by themselves: Npgsql, libtorch and the weights' library.</summary>
    private static readonly Dictionary<string, string[]> OfOneService = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gateway"] = ["PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSSLROOTCERT"],
        ["training"] =
        [
            "LESION_WEIGHTS_DIR", "LESION_WEIGHTS_URL", "GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS", "NVIDIA_VISIBLE_DEVICES",
        ],
        ["inference"] = ["NVIDIA_VISIBLE_DEVICES"],
    };

    private readonly string _service;
    private readonly Dictionary<string, PropertyInfo> _options = new(StringComparer.OrdinalIgnoreCase);

    private KnownSettings(string service)
    {
        _service = service;
        foreach (var assembly in new[] { $"Lesion.{service}", "Lesion.ServiceDefaults" })
        {
            foreach (var type in Assembly.Load(assembly).GetTypes())
            {
                if (type.GetField("Section") is { IsLiteral: true } section && section.FieldType == typeof(string))
                    Add((string)section.GetRawConstantValue()!, type);
            }
        }
    }

    /// <summary>The options' variables, such as <c>Lesion__Training__Lease</c>.</summary>
    public IReadOnlyCollection<string> Options => _options.Keys;

    /// <param name="service">Such as <c>gateway</c>.</param>
    public static KnownSettings Of(string service) =>
        new(service.Length == 0 ? service : char.ToUpperInvariant(service[0]) + service[1..]);

    /// <summary>What is wrong with a variable of the service; null where nothing is.</summary>
    /// <param name="variable">Such as <c>Lesion__Training__Lease</c>.</param>
    /// <param name="value">Null where it is not known, such as that of a secret.</param>
    public string? FaultOf(string variable, string? value = null)
    {
        if (OfEveryProcess.Contains(variable)
            || Families.Any(family => variable.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            || (OfOneService.TryGetValue(_service, out var own) && own.Contains(variable)))
        {
            return null;
        }

        return !_options.TryGetValue(variable, out var option) ? $"{_service} reads no setting '{variable}'"
            : value is null ? null
            : FaultOf(option, variable, value);
    }

    private static string? FaultOf(PropertyInfo option, string variable, string value)
    {
        object? parsed;
        try
        {
            // As the configuration's binder does it.
            var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
            parsed = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            return $"'{variable}={value}' is no {option.PropertyType.Name}: {exception.Message}";
        }

        var failures = new List<ValidationResult>();
        var context = new ValidationContext(Activator.CreateInstance(option.ReflectedType!)!) { MemberName = option.Name };
        return Validator.TryValidateProperty(parsed, context, failures) ? null : $"'{variable}={value}': {failures[0].ErrorMessage}";
    }

    private void Add(string section, Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            var name = $"{section.Replace(":", "__")}__{property.Name}";
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
                Add(name, property.PropertyType);
            else
                _options[name] = property;
        }
    }
}
