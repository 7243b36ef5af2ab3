namespace Lesion.Inference;

internal static class ModelMetadataKeys
{
    public const string Classes = "classes";
    public const string Positive = "positive";
    public const string Threshold = "threshold";
    public const string Temperature = "temperature";
    public const string ReferBand = "referBand";
    public const string InputSize = "inputSize";
    public const string InputFilter = "inputFilter";
    public const string Canonical = "canonical";
    public const string Views = "views";
}
