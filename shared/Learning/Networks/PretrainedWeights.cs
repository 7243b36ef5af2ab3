using System.Security.Cryptography;

namespace Lesion.Learning.Networks;

/// <summary>Pretrained weights of a trunk, and how they want their input.</summary>
public sealed class PretrainedWeights
{
    /// <summary>The name of the weights that ship with Lesion.</summary>
    public const string Default = "resnet34-imagenet-folded-fp16";

    private static readonly PretrainedWeights[] Known =
    [
        new(Default, Shipped("resnet34-imagenet-folded-fp16-stages1-3.safetensors"), () => DlibResNet34.Create(stages: 3)),
    ];

    private readonly Func<IReadOnlyList<Stage>> _trunk;

    private PretrainedWeights(string name, string path, Func<IReadOnlyList<Stage>> trunk) =>
        (Name, Path, _trunk) = (name, path, trunk);

    public string Name { get; }

    /// <summary>The safetensors file.</summary>
    public string Path { get; }

    public Normalisation Normalisation { get; init; } = Normalisation.ImageNet;

    /// <exception cref="ArgumentException">There are no weights of that name.</exception>
    public static PretrainedWeights Named(string name) =>
        Known.FirstOrDefault(weights => weights.Name == name)
        ?? throw new ArgumentException(
            $"There are no weights named '{name}'; there are {string.Join(", ", Known.Select(weights => weights.Name))}.", nameof(name));

    /// <summary>Lower-case hexadecimal SHA-256 of the file.</summary>
    public string ComputeSha256()
    {
        using var file = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Builds the trunk's stages, without values.</summary>
    internal IReadOnlyList<Stage> CreateTrunk() => _trunk();

    private static string Shipped(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "weights", file);
}
