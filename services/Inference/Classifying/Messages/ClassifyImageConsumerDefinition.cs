using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Two batches an instance at a time: one in the network, and one that is decoded meanwhile.</summary>
internal sealed class ClassifyImageConsumerDefinition(IOptions<InferenceOptions> options)
    : ServiceConsumerDefinition<ClassifyImageConsumer>(
        concurrency: 2 * options.Value.MaxBatchSize * options.Value.Instances,
        prefetch: 4 * options.Value.MaxBatchSize * options.Value.Instances);
