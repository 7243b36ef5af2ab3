using System.Security.Cryptography;
using Lesion.Learning.Networks;

namespace Lesion.Learning.Weights.Library;

/// <summary>Pretrained weights: which network they are for, how they want their input, and where they come from.</summary>
public sealed record PretrainedWeights
{
    /// <summary>The name of the weights that ship with Lesion.</summary>
    public const string Default = "resnet34-imagenet-folded-fp16";

    /// <summary>In the catalogue; for a file of one's own, its path.</summary>
    public required string Name { get; init; }

    /// <summary>The network that they are for, by its name.</summary>
    public required string Network { get; init; }

    public Normalisation Normalisation { get; init; } = Normalisation.ImageNet;

    /// <summary>The side of the square image that they were trained on, in pixels.</summary>
    public int InputSize { get; init; } = 224;

    /// <summary>Under which terms they may be used, as far as that is known.</summary>
    public required string Licence { get; init; }

    /// <summary>The file as its publisher names it; for a file of one's own, its path.</summary>
    public required string FileName { get; init; }

    /// <summary>Whether they can be fetched under <see cref="FileName"/> from where their publisher has them.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Whether this is a file of one's own, named by its path.</summary>
    public bool IsFile => Name == FileName;

    /// <summary>The beginning of the file's SHA-256, lower-case hexadecimal, where it is known.</summary>
    public string? Sha256Prefix { get; init; }

    /// <summary>The file on this machine: .safetensors or .pth.</summary>
    /// <exception cref="FileNotFoundException">It is not on this machine; the message says how to get it.</exception>
    public string Path => WeightLibrary.Default.Find(this);

    /// <param name="nameOrPath">A name of the catalogue, the name of a file in a folder of the library, or a file's path.</param>
    /// <param name="network">The network's name; needed for a file of one's own, since a file does not say it.</param>
    /// <exception cref="ArgumentException">There are no such weights, or they are for another network.</exception>
    public static PretrainedWeights Named(string nameOrPath, string? network = null)
    {
        var known = WeightCatalogue.Entries.FirstOrDefault(weights =>
            weights.Name == nameOrPath || weights.FileName == System.IO.Path.GetFileName(nameOrPath));
        if (known is null)
            return OfFile(nameOrPath, network);
        if (network is not null && network != known.Network)
            throw new ArgumentException($"The weights '{nameOrPath}' are for the network {known.Network}, not for {network}.");
        return known.Name == nameOrPath ? known : known with { Name = nameOrPath, FileName = nameOrPath, IsPublished = false };
    }

    /// <summary>Reads the file. The tensors are of the types and names that they have there.</summary>
    /// <exception cref="FileNotFoundException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of no known form; the message names it.</exception>
    public StateDict Read() => WeightsFile.Read(Path);

    /// <summary>Lower-case hexadecimal SHA-256 of the file.</summary>
    /// <exception cref="FileNotFoundException">It is not on this machine.</exception>
    public string ComputeSha256()
    {
        using var file = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static PretrainedWeights OfFile(string path, string? network)
    {
        if (!WeightsFile.Extensions.Contains(System.IO.Path.GetExtension(path)))
            throw new ArgumentException(
                $"There are no weights named '{path}'. Name a file ({string.Join(", ", WeightsFile.Extensions)}), or one of: " +
                $"{string.Join(", ", WeightCatalogue.Names)}.");
        if (network is null)
            throw new ArgumentException($"The file '{path}' does not say which network its weights are for: name the network too.");
        return WeightCatalogue.Of(network) with { Name = path, FileName = path, IsPublished = false, Sha256Prefix = null, Licence = "its owner's" };
    }
}
