namespace Lesion.Ingestion;

/// <summary>Who said that something was dropped.</summary>
internal enum DropSource
{
    /// <summary>Whoever put it there.</summary>
    Upload,

    /// <summary>The store.</summary>
    Notification,

    /// <summary>Nobody: it was found.</summary>
    Sweep,
}
