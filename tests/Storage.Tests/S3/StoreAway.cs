using System.Net;
using System.Net.Sockets;
using System.Text;
using Lesion.Storage.S3;

namespace Lesion.Storage.Tests.S3;

/// <summary>A store that is away, breaks off, or is not one; needs no server.</summary>
public sealed class StoreAway
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_asked_of_a_store_that_is_away_it_is_unavailable()
    {
        using var store = Store(UnusedPort());
        Func<Task>[] asked =
        [
            () => store.HeadAsync("bucket", "k", Cancellation),
            () => store.GetAsync("bucket", "k", Cancellation),
            () => store.PutBytesAsync("bucket", "k", "x"u8.ToArray(), cancellationToken: Cancellation),
            () => store.DeleteAsync("bucket", "k", Cancellation),
            () => store.TakeAsync("bucket", "k", Cancellation),
            () => store.ListAsync("bucket", cancellationToken: Cancellation).CountAsync(Cancellation).AsTask(),
            () => new S3Preparation(store).RunAsync(Cancellation),
        ];

        foreach (var ask in asked)
            await Should.ThrowAsync<StoreUnavailableException>(ask);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_store_that_is_away()
    {
        using var listener = Listen();
        using var store = Store(Port(listener));
        var answered = AnswerAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

        await using var stored = (await store.GetAsync("bucket", "k", Cancellation)).ShouldNotBeNull();
        await answered;
        await Should.ThrowAsync<StoreUnavailableException>(
            async () => await stored.Content.CopyToAsync(Stream.Null, Cancellation));
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n", "503")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "list")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 11\r\n\r\nnot an XML.", "502")]
    public async Task What_no_store_answers_is_a_store_that_is_away(string answer, string told)
    {
        using var listener = Listen();
        using var store = Store(Port(listener));
        var answered = AnswerAsync(listener, answer);

        var exception = await Should.ThrowAsync<StoreUnavailableException>(
            () => store.ListAsync("bucket", cancellationToken: Cancellation).CountAsync(Cancellation).AsTask());

        await answered;
        exception.Message.ShouldContain(told);
    }

    private static S3ObjectStore Store(int port) =>
        new(new S3Settings(new Uri($"http://127.0.0.1:{port}"), "key", "secret"), TimeProvider.System);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static int UnusedPort()
    {
        using var listener = Listen();
        return Port(listener);
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync(Cancellation) is { Length: > 0 })
        {
            // To the empty line that ends the request.
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancellation);
    }
}
