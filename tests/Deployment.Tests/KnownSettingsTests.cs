namespace Lesion.Deployment.Tests;

/// <summary>What is known of settings is what the services' options say.</summary>
public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("gateway", "Lesion__Gateway__SweepInterval", "00:05:00")]
    [InlineData("gateway", "Lesion__Inference__Urls", "http://inference:8080")]
    [InlineData("gateway", "Lesion__Retention__KeepVersions", "5")]
    [InlineData("gateway", "LESION__BUS", "amqp://user:password@rabbitmq/")]
    [InlineData("ingestion", "Lesion__Storage__Endpoint", "http://store:9000")]
    [InlineData("preprocessing", "Lesion__Preprocessing__Views", "4")]
    [InlineData("training", "Lesion__Training__Device", "cuda")]
    [InlineData("training", "LESION_WEIGHTS_DIR", "/weights")]
    [InlineData("inference", "Lesion__Inference__RequireGpu", "true")]
    [InlineData("inference", "Lesion__Inference__Protocol__MaxBodyBytes", "1048576")]
    [InlineData("inference", "Classification__KeepImages", "true")]
    [InlineData("inference", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")]
    public void What_a_service_reads_may_be_set(string service, string variable, string value) =>
        KnownSettings.Of(service).FaultOf(variable, value).ShouldBeNull();

    [Theory]
    [InlineData("gateway", "Lesion__Gateway__Sweepinterva", "00:05:00", "reads no setting")]
    [InlineData("gateway", "Lesion__Training__Device", "cpu", "reads no setting")]
    [InlineData("gateway", "Lesion__Storage", "x", "reads no setting")]
    [InlineData("ingestion", "PGPASSWORD", "x", "reads no setting")]
    [InlineData("ingestion", "Lesion__Ingestion__Concurrency", "four", "is no Int32")]
    [InlineData("ingestion", "Lesion__Ingestion__Concurrency", "65", "between 1 and 64")]
    [InlineData("training", "Lesion__Training__Device", "gpu", "is no TrainingDevice")]
    [InlineData("training", "Lesion__Training__Lease", "00:00:01", "between 00:00:03")]
    [InlineData("inference", "Lesion__Inference__RequireGpu", "yes", "is no Boolean")]
    public void What_it_does_not_read_or_would_refuse_is_a_fault(string service, string variable, string value, string fault) =>
        KnownSettings.Of(service).FaultOf(variable, value)!.ShouldContain(fault);
}
