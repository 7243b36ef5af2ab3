using Lesion.Benchmarks;
using Lesion.Learning.Native;

LibTorch.Load();
return await BenchmarkCommand.Create().Parse(args).InvokeAsync();
