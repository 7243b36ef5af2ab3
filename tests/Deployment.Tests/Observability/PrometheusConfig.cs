namespace Lesion.Deployment.Tests.Observability;

/// <summary>Whom <c>deploy/prometheus/prometheus.yml</c> asks, and for what.</summary>
internal static class PrometheusConfig
{
    /// <summary>A job by its name.</summary>
    public static Dictionary<object, object> Job(string name) =>
        ((List<object>)Yaml.Read<Dictionary<object, object>>(Repository.PathOf("deploy/prometheus/prometheus.yml"))["scrape_configs"])
            .Cast<Dictionary<object, object>>()
            .Single(job => (string)job["job_name"] == name);

    /// <summary>Its one list of addresses.</summary>
    public static IEnumerable<string> Targets(Dictionary<object, object> job) =>
        Texts(((List<object>)job["static_configs"]).Cast<Dictionary<object, object>>().Single()["targets"]);

    /// <summary>Path and query that a job asks its targets for.</summary>
    public static string Request(Dictionary<object, object> job)
    {
        var path = job.GetValueOrDefault("metrics_path", "/metrics");
        var parameters = job.GetValueOrDefault("params", new Dictionary<object, object>());
        var pairs = ((Dictionary<object, object>)parameters).SelectMany(pair => Texts(pair.Value).Select(value => $"{pair.Key}={value}"));
        return $"{path}?{string.Join('&', pairs)}";
    }

    private static IEnumerable<string> Texts(object list) => ((List<object>)list).Cast<string>();
}
