using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>The services are given settings that they read, with values that they take, and addresses at which somebody is.</summary>
internal static class SettingRules
{
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        foreach (var service in manifest.Pods.Where(pod => pod.IsService))
        {
            var settings = KnownSettings.Of(service.Name);
            foreach (var (variable, value) in Variables(manifest, service))
            {
                if (settings.FaultOf(variable, value) is { } fault)
                    yield return fault;
                foreach (var address in AddressFaults(manifest, value ?? ""))
                    yield return $"{service.Name}: '{variable}' names {address}";
            }
        }
    }

    /// <summary>Each variable, and its value where it is not a secret's.</summary>
    public static IEnumerable<(string Name, string? Value)> Variables(Manifest manifest, Pod pod)
    {
        var maps = manifest.All<V1ConfigMap>().ToDictionary(map => map.Metadata.Name, map => map.Data);
        foreach (var container in pod.Spec!.Containers)
        {
            foreach (var (name, value) in (container.EnvFrom ?? [])
                .Where(source => source.ConfigMapRef is not null && maps.ContainsKey(source.ConfigMapRef.Name))
                .SelectMany(source => maps[source.ConfigMapRef.Name]))
            {
                yield return (name, value);
            }

            foreach (var variable in container.Env ?? [])
                yield return (variable.Name, variable.Value);
        }
    }

    /// <summary>Of names without a dot, which are Services of the overlay or of its operators.</summary>
    private static IEnumerable<string> AddressFaults(Manifest manifest, string value)
    {
        foreach (var part in value.Split(','))
        {
            var parts = part.Split(';').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
            (string Host, int Port)? address = Uri.TryCreate(part, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "amqp"
                ? (uri.Host, uri.Port)
                : parts.TryGetValue("Host", out var host) ? (host, int.Parse(parts.GetValueOrDefault("Port", "5432")))
                : null;
            if (address is var (name, port) && !name.Contains('.') && !ServiceAddresses.Of(manifest).Contains((name, port)))
                yield return $"'{name}:{port}', at which there is no Service";
        }
    }
}
