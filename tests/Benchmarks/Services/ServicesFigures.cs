namespace Lesion.Benchmarks.Services;

/// <summary>What <see cref="ServicesBenchmark"/> measured.</summary>
internal sealed record ServicesFigures
{
    /// <summary>Pictures in one turn.</summary>
    public required int Drops { get; init; }

    /// <summary>From drop to prepared, by turn, with one process of Preprocessing.</summary>
    public required IReadOnlyList<double> ImagesASecondWithOne { get; init; }

    /// <summary>The same with two.</summary>
    public required IReadOnlyList<double> ImagesASecondWithTwo { get; init; }

    /// <summary>Milliseconds from <c>POST /v1/images</c> to word that the image is prepared, one at a time.</summary>
    public required IReadOnlyList<double> LatenciesInMs { get; init; }

    /// <summary>Messages that were delivered for each picture.</summary>
    public required double MessagesADrop { get; init; }

    /// <summary>Milliseconds of a processor that each service took for a picture, with one process of Preprocessing.</summary>
    public required IReadOnlyDictionary<string, double> ProcessorMsADrop { get; init; }

    /// <summary>Resident memory by service, in MB of a million bytes, before anything was dropped.</summary>
    public required IReadOnlyDictionary<string, double> MegabytesAtRest { get; init; }

    /// <summary>The same right after the last turn.</summary>
    public required IReadOnlyDictionary<string, double> MegabytesUnderLoad { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine($"images/s from drop to prepared, {Drops} pictures a turn");
        output.WriteLine($"  one process of Preprocessing   {Row(ImagesASecondWithOne)}");
        output.WriteLine($"  two                            {Row(ImagesASecondWithTwo)}");
        output.WriteLine($"  two by one                     {Median(ImagesASecondWithTwo) / Median(ImagesASecondWithOne):0.00}");
        output.WriteLine($"messages/s with one              {MessagesADrop * Median(ImagesASecondWithOne):0} ({MessagesADrop:0.0} a picture)");
        output.WriteLine($"one drop at rest, ms             p50 {Quantile(LatenciesInMs, 0.5):0}, p99 {Quantile(LatenciesInMs, 0.99):0} of {LatenciesInMs.Count}");
        output.WriteLine("                                 processor        memory, MB");
        output.WriteLine("                              ms a picture  at rest   under load");
        foreach (var (service, atRest) in MegabytesAtRest)
            output.WriteLine($"  {service,-27} {ProcessorMsADrop[service],12:0.0} {atRest,8:0} {MegabytesUnderLoad[service],12:0}");
    }

    private static string Row(IReadOnlyList<double> values) =>
        $"{Median(values):0.0} ({string.Join(", ", values.Select(value => $"{value:0.0}"))})";

    private static double Median(IReadOnlyList<double> values) => Quantile(values, 0.5);

    private static double Quantile(IReadOnlyList<double> values, double share) =>
        values.Order().ElementAt((int)Math.Round(share * (values.Count - 1)));
}
