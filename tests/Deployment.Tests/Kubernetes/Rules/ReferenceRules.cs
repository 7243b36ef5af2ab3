using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>What is referred to is there: in the overlay, or, where it is a secret, in the list of docs/operate.md.</summary>
internal static class ReferenceRules
{
    public static IEnumerable<string> Faults(Manifest manifest) =>
        [.. NameFaults(manifest), .. SecretFaults(manifest), .. VolumeFaults(manifest), .. OperatorFaults(manifest)];

    private static IEnumerable<string> NameFaults(Manifest manifest)
    {
        foreach (var twice in manifest.Objects.GroupBy(one => (one.Kind, one.Metadata.Name)).Where(same => same.Count() > 1))
            yield return $"{twice.Key.Kind} {twice.Key.Name} is there twice";
        foreach (var stray in manifest.Objects.Where(one => one is not V1Namespace && one.Metadata.NamespaceProperty != "lesion"))
            yield return $"{stray.Kind} {stray.Metadata.Name} is not in the namespace lesion";
        foreach (var pod in manifest.Workloads)
        {
            if (manifest.All<V1ServiceAccount>().All(account => account.Metadata.Name != pod.Spec!.ServiceAccountName))
                yield return $"{pod.Name}: there is no ServiceAccount '{pod.Spec!.ServiceAccountName}'";
            foreach (var map in pod.Spec!.Containers.SelectMany(ConfigMaps).Except(manifest.All<V1ConfigMap>().Select(map => map.Metadata.Name)))
                yield return $"{pod.Name}: there is no ConfigMap '{map}'";
        }
    }

    private static IEnumerable<string> SecretFaults(Manifest manifest)
    {
        if (manifest.All<V1Secret>().Any())
            yield return "a secret lies in the repository";
        var documented = DocumentedSecrets.Read();
        var used = manifest.Workloads
            .SelectMany(pod => pod.Spec!.Containers)
            .SelectMany(container => container.Env ?? [])
            .Select(variable => variable.ValueFrom?.SecretKeyRef)
            .OfType<V1SecretKeySelector>()
            .Select(key => (key.Name, key.Key))
            .Concat(manifest.All<TriggerAuthentication>().SelectMany(one => one.Spec.SecretTargetRef).Select(key => (key.Name, key.Key)))
            .Concat(manifest.All<BackupStore>()
                .Select(store => store.Spec.Configuration.S3Credentials)
                .SelectMany(who => new[] { who.AccessKeyId, who.SecretAccessKey })
                .Select(key => (key.Name, key.Key)))
            .Concat(manifest.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Tls ?? [])
                .SelectMany(tls => new[] { (tls.SecretName, "tls.crt"), (tls.SecretName, "tls.key") }));
        foreach (var (name, key) in used.Distinct().Where(one => !documented.Contains(one)))
            yield return $"docs/operate.md knows no secret '{name}' with the key '{key}'";
    }

    private static IEnumerable<string> VolumeFaults(Manifest manifest) =>
        from pod in manifest.Workloads
        let volumes = (pod.Spec!.Volumes ?? []).Select(volume => volume.Name).Concat(pod.Claims ?? []).ToList()
        from container in pod.Spec!.Containers
        from mount in container.VolumeMounts ?? []
        where !volumes.Contains(mount.Name)
        select $"{pod.Name}: there is no volume '{mount.Name}'";

    private static IEnumerable<string> OperatorFaults(Manifest manifest)
    {
        var stores = manifest.All<BackupStore>().Select(store => store.Metadata.Name).ToList();
        var clusters = manifest.All<PostgresCluster>().ToList();
        foreach (var store in clusters.SelectMany(cluster => cluster.Spec.Plugins).Select(plugin => plugin.Parameters.BarmanObjectName).Except(stores))
            yield return $"there is no ObjectStore '{store}'";
        foreach (var backup in manifest.All<ScheduledBackup>().Where(one => clusters.All(cluster => cluster.Metadata.Name != one.Spec.Cluster.Name)))
            yield return $"there is no Cluster '{backup.Spec.Cluster.Name}'";
        var whos = manifest.All<TriggerAuthentication>().Select(who => who.Metadata.Name).ToList();
        foreach (var who in manifest.All<ScaledObject>().SelectMany(one => one.Spec.Triggers).Select(trigger => trigger.AuthenticationRef.Name).Except(whos))
            yield return $"there is no TriggerAuthentication '{who}'";
    }

    private static IEnumerable<string> ConfigMaps(V1Container container) =>
        (container.EnvFrom ?? []).Select(source => source.ConfigMapRef?.Name)
        .Concat((container.Env ?? []).Select(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name))
        .OfType<string>();
}
