using TorchSharp.Modules;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>A weight that is trained.</summary>
/// <param name="Name">Under which its state is stored; no two have the same.</param>
/// <param name="Value">float32, with gradients asked for; all on one device.</param>
/// <param name="Rate">The learning rate before the schedule's factor.</param>
internal sealed record TrainableWeight(string Name, Parameter Value, double Rate);
