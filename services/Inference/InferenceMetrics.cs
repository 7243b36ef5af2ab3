using System.Diagnostics.Metrics;

namespace Lesion.Inference;

/// <summary>What is measured of the network at work.</summary>
internal sealed class InferenceMetrics(IMeterFactory meters)
{
    private readonly Histogram<int> _batchSize = meters.Create("Lesion.Inference")
        .CreateHistogram<int>("lesion.inference.batch.size", "{image}", "Images in a run of the network, without the padding.");

    public void RecordBatch(int images) => _batchSize.Record(images);
}
