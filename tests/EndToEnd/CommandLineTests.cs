using Lesion.EndToEnd.Support;

namespace Lesion.EndToEnd;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("fly", "fly")]
    [InlineData("serve --speed 3", "--speed")]
    [InlineData("serve --urls nonsense", "'nonsense'")]
    [InlineData("train --out /tmp/out", "--images")]
    [InlineData("train --images /no/such/folder --out /tmp/out", "/no/such/folder")]
    [InlineData("train --images /tmp --out /tmp/out --preset slow", "frozen, fast, best")]
    [InlineData("train --images /tmp --out /tmp/out --network alexnet", "alexnet")]
    [InlineData("train --images /tmp --out /tmp/out --weights alexnet", "resnet18")]
    [InlineData("train --images /tmp --out /tmp/out --weights resnet18 --network vgg11", "not for vgg11")]
    [InlineData("train --images /tmp --out /tmp/out --weights /no/such.pth", "name the network too")]
    [InlineData("train --images /tmp --out /tmp/out --weights /no/such.pth --network vgg11", "/no/such.pth")]
    [InlineData("train --images /tmp --out /tmp/out --head octopus", "octopus")]
    [InlineData("train --images /tmp --out /tmp/out --head mlp:0", "mlp:0")]
    [InlineData("train --images /tmp --out /tmp/out --budget 0", "--budget")]
    [InlineData("train --images /tmp --out /tmp/out --epochs many", "many")]
    [InlineData("evaluate --model /no/model.onnx --images /tmp", "/no/model.onnx")]
    [InlineData("evaluate --model /etc/hostname --images /tmp --split all", "train, val, test")]
    [InlineData("evaluate --model /etc/hostname --images /tmp --against /no/other.onnx", "/no/other.onnx")]
    [InlineData("classify", "IMAGE")]
    [InlineData("classify a.jpg", "--model")]
    [InlineData("classify a.jpg --model /etc/hostname --server http://localhost:1", "--server")]
    [InlineData("classify a.jpg --server localhost", "http://")]
    [InlineData("demo --images /no/such/folder", "/no/such/folder")]
    [InlineData("bench", "--images")]
    [InlineData("bench --images /tmp --concurrency 0", "--concurrency")]
    public async Task Wrong_arguments_end_with_2_and_say_which(string arguments, string named)
    {
        var outcome = await LesionProcess.RunAsync(arguments.Split(' '));

        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain(named);
        outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBeUnique();
        outcome.Errors.ShouldNotContain("Exception");
        outcome.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_server_on_one_state_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var first = await LesionServer.StartAsync(folder.Path);

        var second = await LesionProcess.RunAsync("serve", "--data", folder.Path, "--urls", "http://127.0.0.1:0");

        second.ExitCode.ShouldBe(1, second.ToString());
        second.Errors.ShouldContain($"Another process works on '{folder.Path}'");
        second.Errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Lesion__Training__Lease", "00:00:01", "Lease")]
    [InlineData("Lesion__Bus", "amqp://localhost", "Lesion:Bus")]
    public async Task A_setting_that_cannot_be_ends_the_start_and_is_named(string name, string value, string named)
    {
        using var folder = new TemporaryFolder();
        await using var process = LesionProcess.Start(
            ["serve", "--data", folder["state"], "--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string> { [name] = value });
        var outcome = await process.WaitAsync();

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain(named);
        outcome.ToString().ShouldNotContain("   at ", customMessage: "A stack trace is no message.");
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_is_named()
    {
        var outcome = await LesionProcess.RunAsync("serve", "--data", "/proc/nope", "--urls", "http://127.0.0.1:0");

        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Errors.ShouldContain("/proc/nope");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("--version")]
    public async Task Asking_for_help_is_no_error(string arguments)
    {
        var outcome = await LesionProcess.RunAsync(arguments.Split(' '));

        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldNotBeEmpty();
    }
}
