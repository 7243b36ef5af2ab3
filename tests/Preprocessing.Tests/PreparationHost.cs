using System.Security.Cryptography;
using System.Text;
using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Preprocessing.Tests;

/// <summary>The service on its bus and a folder store of its own, with somebody who listens to what it says.</summary>
internal sealed class PreparationHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStarted;

    /// <param name="views">The option; null leaves it unset.</param>
    public PreparationHost(string folder, int? views = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Lesion:Data", folder), new("Lesion:Preprocessing:Views", views?.ToString())]);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(Heard);
        builder.AddServiceDefaults();
        builder.AddPreprocessing();
        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<Listener<ImagePrepared>>();
            bus.AddConsumer<Listener<ImageRejected>>();
        });
        builder.AddBus();
        _host = builder.Build();
        Store = _host.Services.GetRequiredService<IObjectStore>();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z"));

    public IObjectStore Store { get; }

    public Heard Heard { get; } = new();

    public async Task StartAsync()
    {
        // MassTransit hands the logger of an earlier host of the same test, which is disposed, on to a later one.
        LogContext.Current = null;
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _isStarted = true;
    }

    /// <summary>Leaves in the store what Ingestion leaves, and gives the message that it publishes.</summary>
    public async Task<ImageIngested> IngestAsync(byte[] bytes, string key, string format = "jpeg")
    {
        var imageId = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var drop = new DropRecord
        {
            DropId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16],
            ImageId = imageId,
            Key = key,
            VersionId = "1",
            DroppedAt = Time.GetUtcNow(),
            Label = key.Split('/')[0],
        };
        await Store.TryPutAsync(Buckets.Images, Keys.Image(imageId), bytes);
        await Store.TryPutJsonAsync(Buckets.Images, Keys.Drop(imageId, drop.DropId), drop);
        return new ImageIngested
        {
            ImageId = imageId,
            Image = new ObjectReference { Bucket = Buckets.Images, Key = Keys.Image(imageId) },
            Format = format,
            Width = 1,
            Height = 1,
            Bytes = bytes.Length,
            Drop = drop,
        };
    }

    public Task PublishAsync(ImageIngested ingested) =>
        _host.Services.GetRequiredService<IBus>().Publish(ingested, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync(CancellationToken.None);
        }

        _host.Dispose();
    }
}
