using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>
/// Healthy: the champion serves. Degraded, which counts as ready: there is no champion yet, so that a new system takes images;
/// or the champion failed and an older version serves. Unhealthy: there is a champion and nothing serves, or the required GPU
/// is absent.
/// </summary>
internal sealed class ModelHealthCheck(
    ModelActivator activator,
    ServingModels models,
    IOptions<InferenceOptions> options) : IHealthCheck
{
    private readonly Lazy<string?> _gpuProblem = new(() => Demanded(options.Value) ? SessionFactory.CudaProblem() : null);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (_gpuProblem.Value is { } problem)
        {
            return HealthCheckResult.Unhealthy($"A GPU is required (Lesion:Inference:RequireGpu), and {problem}.");
        }

        var state = activator.State;
        return (models.Find(ModelTarget.Champion), state) switch
        {
            (_, { Looked: false }) => HealthCheckResult.Unhealthy("The champion's alias was not read yet."),
            (null, { Error: { } error }) => HealthCheckResult.Unhealthy(error),
            (null, _) => HealthCheckResult.Degraded(NoModelText.NotTrained),
            ({ } serving, { Error: { } error }) =>
                HealthCheckResult.Degraded($"Version {serving.Served.Version} serves, since the champion cannot: {error}"),
            ({ } serving, _) => HealthCheckResult.Healthy($"Version {serving.Served.Version} serves on {serving.Device}."),
        };
    }

    private static bool Demanded(InferenceOptions options) => options is { Device: InferenceDevice.Cuda, RequireGpu: true };
}
