using System.ComponentModel.DataAnnotations;

namespace Lesion.ServiceDefaults;

/// <summary>The settings that every process shares, section <c>Lesion</c>. Nothing set means embedded.</summary>
public sealed class LesionOptions
{
    public const string Section = "Lesion";

    /// <summary>The folder of all state when embedded: objects and catalog. Default <c>./lesion-data</c>.</summary>
    [Required]
    public string Data { get; set; } = "lesion-data";

    /// <summary>The broker; empty (the default) is the in-memory bus.</summary>
    public string? Bus { get; set; }

    /// <summary>The catalog's database; empty (the default) is SQLite in <see cref="Data"/>.</summary>
    public string? Catalog { get; set; }

    public StorageOptions Storage { get; set; } = new();

    /// <summary>The folder of the object store when embedded.</summary>
    public string ObjectsFolder => Path.Combine(Path.GetFullPath(Data), "objects");
}
