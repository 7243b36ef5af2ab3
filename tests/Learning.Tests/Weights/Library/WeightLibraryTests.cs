using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lesion.Learning.Weights.Library;
using Microsoft.AspNetCore.Http;

namespace Lesion.Learning.Tests.Weights.Library;

public sealed class WeightLibraryTests : IDisposable
{
    private static readonly byte[] File = Enumerable.Range(0, 500_000).Select(i => (byte)(i * i >> 3)).ToArray();
    private static readonly PretrainedWeights Weights = Published("tiny", File);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lesion-weights-");

    private string Cache => Path.Combine(_root.FullName, "cache");

    private string Cached => Path.Combine(Cache, Weights.FileName);

    private string Part => $"{Cached}.part";

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Weights_are_fetched_once_and_then_found()
    {
        await using var server = await WeightServer.StartAsync(File);
        var reports = new Reports();

        var path = await Library(server).EnsureAsync(Weights, reports, Cancellation);
        (await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(path);

        path.ShouldBe(Cached);
        Read(path).ShouldBe(File);
        server.Ranges.ShouldBe([""]);
        reports.All.Last().ShouldBe(new DownloadProgress(Weights.FileName, File.Length, File.Length));
        System.IO.File.Exists(Part).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_was_cut()
    {
        await using var server = await WeightServer.StartAsync((context, request) =>
            WeightServer.SendAsync(context, File, request < 2 ? 200_000 : int.MaxValue));

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.ShouldBe(["", "bytes=200000-", "bytes=400000-"]);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_gone_on_with()
    {
        await using var server = await WeightServer.StartAsync(File);
        LeavePart(File[..123_456]);

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.ShouldBe(["bytes=123456-"]);
    }

    [Fact]
    public async Task A_cancelled_download_leaves_what_it_has()
    {
        await using var server = await WeightServer.StartAsync(File);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(() => Library(server).EnsureAsync(Weights, new Reports(cancel.Cancel), cancel.Token));
        var left = Read(Part);
        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        left.Length.ShouldBeInRange(1, File.Length);
        left.ShouldBe(File[..left.Length]);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_everything_again()
    {
        await using var server = await WeightServer.StartAsync((context, _) =>
        {
            context.Request.Headers.Range = default;
            return WeightServer.SendAsync(context, File);
        });
        LeavePart(File[..123_456]);

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(500_000)]
    [InlineData(500_001)]
    public async Task The_beginning_of_another_file_is_dropped(int length)
    {
        await using var server = await WeightServer.StartAsync(File);
        LeavePart(new byte[length]);

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.ShouldBe([$"bytes={length}-", ""]);
    }

    [Fact]
    public async Task A_whole_file_that_was_not_yet_named_is_checked_and_taken()
    {
        await using var server = await WeightServer.StartAsync(File);
        LeavePart(File);

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.ShouldBe([$"bytes={File.Length}-"]);
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again()
    {
        await using var server = await WeightServer.StartAsync((context, request) =>
            request < 2 ? Refuse(context, request == 0 ? 503 : 429) : WeightServer.SendAsync(context, File));

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_and_asked_again()
    {
        await using var server = await WeightServer.StartAsync(async (context, request) =>
        {
            if (request > 0)
            {
                await WeightServer.SendAsync(context, File);
                return;
            }

            context.Response.ContentLength = File.Length;
            await context.Response.Body.WriteAsync(File.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        Read(await Library(server).EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(File);

        server.Ranges.ShouldBe(["", "bytes=1000-"]);
    }

    [Fact]
    public async Task A_body_in_drops_and_of_unknown_length_arrives()
    {
        await using var server = await WeightServer.StartAsync(async (context, _) =>
        {
            foreach (var drop in File.Chunk(50_000))
            {
                await context.Response.Body.WriteAsync(drop);
                await context.Response.Body.FlushAsync();
            }
        });
        var reports = new Reports();

        Read(await Library(server).EnsureAsync(Weights, reports, Cancellation)).ShouldBe(File);

        reports.All.ShouldAllBe(report => report.Total == null);
        reports.All.Select(report => report.Bytes).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_wrong_file_is_refused_and_not_kept()
    {
        await using var server = await WeightServer.StartAsync("<html>Log in first.</html>"u8.ToArray());

        var message = (await Should.ThrowAsync<WeightsUnavailableException>(() => Library(server).EnsureAsync(Weights))).Message;

        message.ShouldContain($"{server.Address}{Weights.FileName}");
        message.ShouldContain($"does not begin with {Weights.Sha256Prefix}");
        message.ShouldContain("LESION_WEIGHTS_DIR");
        Directory.EnumerateFiles(Cache).ShouldAllBe(file => file.EndsWith(".lock"));
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(502, 5)]
    public async Task A_refusal_is_told_with_the_remedy(int status, int requests)
    {
        await using var server = await WeightServer.StartAsync((context, _) => Refuse(context, status));

        var message = (await Should.ThrowAsync<WeightsUnavailableException>(() => Library(server).EnsureAsync(Weights))).Message;

        message.ShouldContain($"{server.Address}{Weights.FileName}: it answered {status}");
        message.ShouldContain("LESION_WEIGHTS_DIR");
        server.Ranges.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task More_than_any_weights_have_is_not_taken()
    {
        await using var server = await WeightServer.StartAsync((context, _) =>
        {
            context.Response.ContentLength = 3L << 30;
            return context.Response.Body.FlushAsync();
        });

        (await Should.ThrowAsync<WeightsUnavailableException>(() => Library(server).EnsureAsync(Weights))).Message.ShouldContain("more than 2 GiB");
    }

    [Fact]
    public async Task Where_nobody_answers_it_is_said_at_once()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = new Uri($"http://{closed.LocalEndpoint}/models/");
        closed.Stop();

        var library = new WeightLibrary(null, Cache, address); // in real time: nothing is tried again

        (await Should.ThrowAsync<WeightsUnavailableException>(() => library.EnsureAsync(Weights))).Message.ShouldContain("LESION_WEIGHTS_DIR");
    }

    [Fact]
    public async Task Of_several_who_want_a_file_one_fetches_it()
    {
        await using var server = await WeightServer.StartAsync(File);

        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Library(server).EnsureAsync(Weights))));

        paths.ShouldAllBe(path => path == Cached);
        Read(Cached).ShouldBe(File);
        server.Ranges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_users_folder_comes_before_all_others_and_needs_no_network()
    {
        var folder = _root.CreateSubdirectory("mine").FullName;
        Directory.CreateDirectory(Cache);
        await System.IO.File.WriteAllBytesAsync(Cached, File, Cancellation);
        var own = Path.Combine(folder, "tiny.safetensors");
        var official = Path.Combine(folder, Weights.FileName);
        var library = new WeightLibrary(folder, Cache, new Uri("http://127.0.0.1:9/"));

        library.Find(Weights).ShouldBe(Cached);
        await System.IO.File.WriteAllBytesAsync(own, [1], Cancellation);
        (await library.EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(own);
        await System.IO.File.WriteAllBytesAsync(official, File, Cancellation);
        (await library.EnsureAsync(Weights, cancellationToken: Cancellation)).ShouldBe(official);
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_refused()
    {
        var path = Path.Combine(_root.FullName, Weights.FileName);
        await System.IO.File.WriteAllBytesAsync(path, [1, 2, 3], Cancellation);

        var refusal = await Should.ThrowAsync<InvalidDataException>(() => new WeightLibrary(_root.FullName, Cache).EnsureAsync(Weights));

        refusal.Message.ShouldContain(path);
        refusal.Message.ShouldContain(Weights.Sha256Prefix!);
    }

    [Fact]
    public void What_is_nowhere_is_told_with_the_remedy()
    {
        var message = Should.Throw<FileNotFoundException>(() => new WeightLibrary(_root.FullName, Cache).Find(Weights)).Message;

        message.ShouldContain(Weights.FileName);
        message.ShouldContain(_root.FullName);
        message.ShouldContain("LESION_WEIGHTS_DIR");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WeightLibrary Library(WeightServer server) => new(null, Cache, server.Address, new HurriedTime());

    private void LeavePart(byte[] bytes)
    {
        Directory.CreateDirectory(Cache);
        System.IO.File.WriteAllBytes(Part, bytes);
    }

    private static byte[] Read(string path) => System.IO.File.ReadAllBytes(path);

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static PretrainedWeights Published(string name, byte[] file)
    {
        var prefix = Convert.ToHexStringLower(SHA256.HashData(file))[..8];
        return new()
        {
            Name = name,
            Network = "resnet18",
            FileName = $"{name}-{prefix}.pth",
            Sha256Prefix = prefix,
            IsPublished = true,
            Licence = "none",
        };
    }
}
