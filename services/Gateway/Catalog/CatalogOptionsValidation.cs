using Lesion.ServiceDefaults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lesion.Gateway.Catalog;

/// <summary>Refuses a <c>Lesion:Catalog</c> that cannot be a connection string, without repeating the password in it.</summary>
internal sealed class CatalogOptionsValidation : IValidateOptions<LesionOptions>
{
    private const string Example = "Host=localhost;Port=5432;Username=lesion;Password=…;Database=lesion";

    public ValidateOptionsResult Validate(string? name, LesionOptions options)
    {
        if (string.IsNullOrEmpty(options.Catalog))
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            var connection = new NpgsqlConnectionStringBuilder(options.Catalog);
            return connection is { Host: not null, Database: not null }
                ? ValidateOptionsResult.Success
                : Refuse("it names no host or no database");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return Refuse(exception.Message);
        }
    }

    private static ValidateOptionsResult Refuse(string reason) => ValidateOptionsResult.Fail(
        $"'Lesion:Catalog' is no connection string of PostgreSQL: {reason.TrimEnd('.')}. Write it as '{Example}'.");
}
