using Lesion.Deployment.Tests.Kubernetes.Rules;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>The checks find what they are for: each overlay here has one thing broken.</summary>
public sealed class BrokenManifestTests
{
    [Theory]
    [InlineData("dev", "revisionHistoryLimit:", "revisionHistoryLimits:")]
    [InlineData("dev", "readOnlyRootFilesystem:", "readOnlyRootFileSystem:")]
    [InlineData("dev", "policyTypes:", "policyType:")]
    [InlineData("dev", "maxUnavailable: 1\n  selector", "maxUnavailable: 1\n  selectors")]
    [InlineData("dev", "failureThreshold: 60", "failureThreshold: sixty")]
    [InlineData("production", "cooldownPeriod:", "coolDownPeriod:")]
    [InlineData("production", "queueName:", "queue:")]
    [InlineData("production", "isWALArchiver:", "isWalArchiver:")]
    [InlineData("production", "persistence:", "persistance:")]
    [InlineData("production", "kind: TriggerAuthentication", "kind: ClusterTriggerAuthentication")]
    public async Task What_Kubernetes_or_an_operator_does_not_know_is_not_read(string overlay, string right, string wrong)
    {
        var broken = await BreakAsync(overlay, right, wrong);

        Should.Throw<Exception>(() => Manifest.Parse(broken));
    }

    [Theory]
    [InlineData("dev", "runAsNonRoot: true", "runAsNonRoot: false", "root")]
    [InlineData("dev", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "root file system")]
    [InlineData("dev", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "privileges")]
    [InlineData("dev", "drop:\n            - ALL", "drop:\n            - NET_RAW", "capabilities")]
    [InlineData("dev", "type: RuntimeDefault", "type: Unconfined", "seccomp")]
    [InlineData("dev", "readinessProbe:", "livenessProbe:", null)]
    [InlineData("dev", "memory: 256Mi", "memory: 256Gi", "more memory")]
    [InlineData("dev", "image: lesion/gateway:0.1.0", "image: lesion-gateway", "no version")]
    [InlineData("dev", "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 30", "to end in")]
    public async Task A_pod_that_may_too_much_or_says_too_little_is_found(string overlay, string right, string wrong, string? fault)
    {
        var broken = await BreakAsync(overlay, right, wrong);
        if (fault is null)
        {
            Should.Throw<Exception>(() => Manifest.Parse(broken));
            return;
        }

        ContainerRules.Faults(Manifest.Parse(broken)).ShouldContain(found => found.Contains(fault));
    }

    [Theory]
    [InlineData("selector:\n    app.kubernetes.io/name: gateway", "selector:\n    app.kubernetes.io/name: gatewy", "Service gateway")]
    [InlineData("selector:\n    matchLabels:\n      app.kubernetes.io/name: ingestion", "selector:\n    matchLabels:\n      app.kubernetes.io/name: ingest", "ingest")]
    [InlineData("cnpg.io/cluster: postgres\n  policyTypes", "cnpg.io/cluster: catalog\n  policyTypes", "NetworkPolicy catalog")]
    public async Task A_selector_that_finds_nobody_is_found(string right, string wrong, string fault) =>
        SelectorRules.Faults(Manifest.Parse(await BreakAsync("dev", right, wrong))).ShouldContain(found => found.Contains(fault));

    [Theory]
    [InlineData("path: /health/ready\n            port: http", "path: /health/ready\n            port: https", "a probe asks")]
    [InlineData("port: 8080\n    targetPort: http", "port: 80\n    targetPort: http", "headless")]
    [InlineData("targetPort: amqp", "targetPort: amqps", "Service rabbitmq")]
    [InlineData("port: 9000\n      protocol: TCP", "port: 9001\n      protocol: TCP", "NetworkPolicy to-store")]
    public async Task A_port_on_which_nobody_listens_is_found(string right, string wrong, string fault) =>
        PortRules.Faults(Manifest.Parse(await BreakAsync("dev", right, wrong))).ShouldContain(found => found.Contains(fault));

    [Theory]
    [InlineData("production", "name: gateway\n            port:\n              name: http", "name: gateways\n            port:\n              name: http", "Ingress gateway")]
    public async Task An_ingress_to_nobody_is_found(string overlay, string right, string wrong, string fault) =>
        PortRules.Faults(Manifest.Parse(await BreakAsync(overlay, right, wrong))).ShouldContain(found => found.Contains(fault));

    [Theory]
    [InlineData("dev", "key: access-key", "key: accesskey", "'lesion-store' with the key 'accesskey'")]
    [InlineData("dev", "serviceAccountName: training", "serviceAccountName: trainer", "no ServiceAccount 'trainer'")]
    [InlineData("dev", "configMapRef:\n            name: gateway", "configMapRef:\n            name: gatewy", "no ConfigMap")]
    [InlineData("dev", "mountPath: /tmp\n          name: tmp", "mountPath: /tmp\n          name: temp", "no volume 'temp'")]
    [InlineData("dev", "kind: ServiceAccount\nmetadata:\n  name: store", "kind: ServiceAccount\nmetadata:\n  name: postgres", "there twice")]
    [InlineData("production", "secretName: lesion-tls", "secretName: lesion-cert", "'lesion-cert'")]
    [InlineData("production", "barmanObjectName: postgres", "barmanObjectName: backups", "no ObjectStore 'backups'")]
    public async Task What_is_referred_to_and_is_not_there_is_found(string overlay, string right, string wrong, string fault) =>
        ReferenceRules.Faults(Manifest.Parse(await BreakAsync(overlay, right, wrong))).ShouldContain(found => found.Contains(fault));

    [Theory]
    [InlineData("Lesion__Inference__Urls: http://inference:8080", "Lesion__Inference__Urls: http://inference:80", "no Service")]
    [InlineData("Lesion__Inference__Urls:", "Lesion__Inference__Url:", "reads no setting")]
    [InlineData("Host=postgres-rw", "Host=postgres", "'postgres:5432'")]
    [InlineData("Lesion__Training__Device: cpu", "Lesion__Training__Device: tpu", "TrainingDevice")]
    [InlineData("- name: Lesion__Bus", "- name: Lesion__Broker", "reads no setting")]
    public async Task A_setting_that_nobody_reads_or_takes_is_found(string right, string wrong, string fault) =>
        SettingRules.Faults(Manifest.Parse(await BreakAsync("dev", right, wrong))).ShouldContain(found => found.Contains(fault));

    [Theory]
    [InlineData("queueName: lesion.training.train-slice", "queueName: lesion.training.train-slices", "no service reads")]
    [InlineData("queueName: lesion.training.train-slice", "queueName: lesion.preprocessing.image-ingested", "another service's")]
    [InlineData("host: http://rabbitmq.lesion.svc:15672/", "host: http://broker.lesion.svc:15672/", "no broker")]
    [InlineData("scaleTargetRef:\n    name: training", "scaleTargetRef:\n    name: inference", "scaled by two")]
    [InlineData("scaleTargetRef:\n    name: training", "scaleTargetRef:\n    name: gateway", "undo")]
    public async Task What_scales_amiss_is_found(string right, string wrong, string fault) =>
        ScalingRules.Faults(Manifest.Parse(await BreakAsync("production", right, wrong))).ShouldContain(found => found.Contains(fault));

    private static async Task<string> BreakAsync(string overlay, string right, string wrong)
    {
        var yaml = await Kubectl.RenderAsync(overlay);
        yaml.ShouldContain(right);
        return yaml.Replace(right, wrong);
    }
}
