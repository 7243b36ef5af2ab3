using Lesion.ServiceDefaults.Bus;

namespace Lesion.Training;

/// <summary>Two small objects are written for each; the work is in the slices.</summary>
internal sealed class TrainModelConsumerDefinition() : ServiceConsumerDefinition<TrainModelConsumer>(concurrency: 1, prefetch: 2);
