using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>What one service adds to the bus of its process.</summary>
internal sealed record BusConsumers(Action<IBusRegistrationConfigurator> Add);
