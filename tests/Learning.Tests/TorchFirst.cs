using System.Runtime.CompilerServices;
using Lesion.Learning.Native;

namespace Lesion.Learning.Tests;

/// <summary>A test may use torch before anything of Learning.</summary>
internal static class TorchFirst
{
    [ModuleInitializer]
    public static void Load() => LibTorch.Load();
}
