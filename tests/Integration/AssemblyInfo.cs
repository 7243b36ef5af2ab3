// Tests here stop the servers that all of them share, and each needs the machine for itself.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
