// libtorch keeps all cores busy by itself, and tests count the process's live tensors.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
