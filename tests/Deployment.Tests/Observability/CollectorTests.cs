namespace Lesion.Deployment.Tests.Observability;

/// <summary>The collector refuses to start on a part that is not declared, and says nothing of one that is not used.</summary>
public sealed class CollectorTests
{
    private static readonly Dictionary<object, object> Config =
        Yaml.Read<Dictionary<object, object>>(Repository.PathOf("deploy/collector/config.yaml"));

    private static readonly Dictionary<object, object> Service = Section(Config, "service");

    public static TheoryData<string> Signals => ["traces", "metrics", "logs"];

    [Theory]
    [InlineData("receivers")]
    [InlineData("processors")]
    [InlineData("exporters")]
    public void Pipelines_use_what_is_declared_and_nothing_is_declared_for_nothing(string part)
    {
        var used = Section(Service, "pipelines").Values.Cast<Dictionary<object, object>>().SelectMany(pipeline => Names(pipeline[part]));

        used.Distinct().Order().ShouldBe(Section(Config, part).Keys.Cast<string>().Order());
    }

    [Fact]
    public void Extensions_that_are_declared_run() =>
        Names(Service["extensions"]).ShouldBe(Section(Config, "extensions").Keys.Cast<string>());

    [Theory]
    [MemberData(nameof(Signals))]
    public void Memory_is_guarded_first_nothing_personal_passes_and_batches_are_made_last(string signal)
    {
        var processors = Names(Section(Section(Service, "pipelines"), signal)["processors"]).ToList();

        processors[0].ShouldBe("memory_limiter");
        processors[^1].ShouldBe("batch");
        processors.ShouldContain("attributes/impersonal");
        processors.ShouldContain("resource/impersonal");
    }

    [Fact]
    public void Prometheus_asks_where_the_collector_answers_and_keeps_the_labels_of_the_processes()
    {
        var port = ((string)Section(Section(Config, "exporters"), "prometheus")["endpoint"]).TrimEnd('}').Split(':')[^1];
        var job = PrometheusConfig.Job("collector");

        PrometheusConfig.Targets(job).ShouldBe([$"collector:{port}"]);
        job["honor_labels"].ShouldBe("true");
    }

    private static Dictionary<object, object> Section(Dictionary<object, object> parent, string name) => (Dictionary<object, object>)parent[name];

    private static IEnumerable<string> Names(object list) => ((List<object>)list).Cast<string>();
}
