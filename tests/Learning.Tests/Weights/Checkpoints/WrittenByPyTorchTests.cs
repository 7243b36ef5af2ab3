using System.Diagnostics;
using Lesion.Learning.Weights;
using Lesion.Learning.Weights.Checkpoints;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

public sealed class WrittenByPyTorchTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-checkpoints-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Views_types_and_parameters_are_read_as_PyTorch_meant_them()
    {
        Assert.SkipUnless(await RunAsync("-c", "import torch") == 0, $"{Python} has no PyTorch (Debian: python3-torch).");
        (await RunAsync(Path.Combine(AppContext.BaseDirectory, "write_checkpoints.py"), _folder.FullName)).ShouldBe(0);
        using var expected = SafeTensors.Read(Path.Combine(_folder.FullName, "expected.safetensors"));

        foreach (var form in new[] { "zip.pth", "legacy.pth" })
        {
            using var state = TorchCheckpoint.Read(Path.Combine(_folder.FullName, form));
            state.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
            foreach (var (name, tensor) in state)
            {
                tensor.dtype.ShouldBe(expected[name].dtype, $"{form}: {name}");
                tensor.shape.ShouldBe(expected[name].shape, $"{form}: {name}");
                if (tensor.numel() > 0)
                    tensor.bytes.SequenceEqual(expected[name].bytes).ShouldBeTrue($"{form}: {name}");
            }
        }
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        if (!File.Exists(Python))
            return -1;
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
