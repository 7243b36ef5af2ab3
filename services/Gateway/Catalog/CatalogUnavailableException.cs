using Lesion.Storage;

namespace Lesion.Gateway.Catalog;

/// <summary>The catalog's database cannot be reached, or is not ready to say what is asked of it.</summary>
internal sealed class CatalogUnavailableException(string message, Exception? inner = null)
    : UnavailableException(message, inner);
