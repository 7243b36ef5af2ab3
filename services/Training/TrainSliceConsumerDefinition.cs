using Lesion.ServiceDefaults.Bus;

namespace Lesion.Training;

/// <summary>A slice takes the whole machine: one at a time, and no other is fetched meanwhile.</summary>
internal sealed class TrainSliceConsumerDefinition() : ServiceConsumerDefinition<TrainSliceConsumer>(concurrency: 1, prefetch: 1);
