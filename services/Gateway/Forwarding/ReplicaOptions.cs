using System.ComponentModel.DataAnnotations;

namespace Lesion.Gateway.Forwarding;

/// <summary>Where the inference instances are that the gateway forwards to; section <c>Lesion:Inference</c>.</summary>
internal sealed class ReplicaOptions : IValidatableObject
{
    public const string Section = "Lesion:Inference";

    /// <summary>
    /// Their addresses, separated by commas, such as <c>http://inference-0:8080,http://inference-1:8080</c>; a name that stands for
    /// several addresses is an instance for each. Default none.
    /// </summary>
    public string? Urls { get; set; }

    /// <summary>A request is given up with 504 when nothing of it or of its answer has moved for so long. Default one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ForwardTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection to an instance may take. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often each instance is asked whether it is ready, and each name for its addresses. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An instance that takes longer to say so is not ready. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public IReadOnlyList<string> Addresses =>
        (Urls ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var address in Addresses.Where(address => !IsAddress(address)))
        {
            yield return new ValidationResult(
                $"'{Section}:{nameof(Urls)}' holds '{address}', which is no address of an inference instance: "
                + "write them as 'http://inference-0:8080,http://inference-1:8080'.",
                [nameof(Urls)]);
        }

        if (Addresses.GroupBy(address => address).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            yield return new ValidationResult($"'{Section}:{nameof(Urls)}' names '{twice.Key}' twice: once is enough.", [nameof(Urls)]);
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
