using Lesion.ServiceDefaults.Bus;

namespace Lesion.Inference.Serving;

/// <summary>Every instance has to swap.</summary>
internal sealed class ModelPromotedConsumerDefinition : InstanceConsumerDefinition<ModelPromotedConsumer>;
