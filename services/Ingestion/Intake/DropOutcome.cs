namespace Lesion.Ingestion.Intake;

/// <summary>What became of a drop.</summary>
internal enum DropOutcome
{
    /// <summary>An image that was not known.</summary>
    Ingested,

    /// <summary>The bytes of an image that was known already.</summary>
    Known,

    /// <summary>A sheet of labels.</summary>
    Sheet,

    /// <summary>It lies in the quarantine.</summary>
    Refused,
}
