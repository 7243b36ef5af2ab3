using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Storage.Labels;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion.Intake;

/// <summary>Takes in a <c>labels.csv</c>: whole and in normal form, or not at all.</summary>
internal sealed partial class LabelSheetIntake(
    IObjectStore store,
    IOptions<IngestionOptions> options,
    ILogger<LabelSheetIntake> logger)
{
    /// <exception cref="RefusedDropException">The sheet cannot be used.</exception>
    public async Task<DropOutcome> TakeInAsync(Drop drop, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var bytes = await drop.ReadAsync(options.Value.MaxBytes, cancellationToken);
        var sheet = new LabelSheet
        {
            SheetId = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            DroppedAt = drop.Info.LastModified,
            Rows = Read(drop.Key, bytes),
        };
        var key = Keys.LabelSheet(sheet.SheetId);
        await store.PutJsonAsync(Buckets.Images, key, sheet, cancellationToken: cancellationToken);
        await bus.Publish(
            new LabelsImported
            {
                Sheet = new ObjectReference { Bucket = Buckets.Images, Key = key },
                DropKey = drop.Key,
                Rows = sheet.Rows.Count,
            },
            cancellationToken);
        LogImported(logger, sheet.Rows.Count, drop.Key);
        return DropOutcome.Sheet;
    }

    private static IReadOnlyList<LabelSheetRow> Read(string key, byte[] bytes)
    {
        try
        {
            return LabelSheetReader.Read(new MemoryStream(bytes, writable: false));
        }
        catch (BadLabelSheetException exception)
        {
            throw new RefusedDropException(
                "badLabelSheet",
                $"'{key}' cannot be used, and no row of it was: {exception.Message} Correct it and drop it again.");
        }
    }

    [LoggerMessage(LogLevel.Information, "{Rows} rows of labels were read from '{Key}'.")]
    private static partial void LogImported(ILogger logger, int rows, string key);
}
