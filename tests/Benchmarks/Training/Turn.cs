namespace Lesion.Benchmarks.Training;

/// <summary>What some steps of one implementation took.</summary>
/// <param name="ProcessorSeconds">Of all threads; other processes add little to it.</param>
/// <param name="Loss">Before the turn's first step.</param>
/// <param name="MemoryMegabytes">Resident, of its process, after the turn.</param>
internal sealed record Turn(double Seconds, double ProcessorSeconds, double Loss, double MemoryMegabytes);
