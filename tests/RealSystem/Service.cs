namespace Lesion.Testing;

/// <summary>A service of the deployed system; its name is that of its project.</summary>
public enum Service
{
    Gateway,
    Ingestion,
    Preprocessing,
    Training,
    Inference,
}
