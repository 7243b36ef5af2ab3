using System.Security.Cryptography;

namespace Lesion.Learning.Networks;

/// <summary>Pretrained weights of a trunk, and how they want their input.</summary>
public sealed record PretrainedWeights
{
    /// <summary>The name of the weights that ship with Lesion.</summary>
    public const string Default = "resnet34-imagenet-folded-fp16";

    private static readonly PretrainedWeights[] Known =
    [
        new()
        {
            Name = Default,
            Path = System.IO.Path.Combine(AppContext.BaseDirectory, "weights", "resnet34-imagenet-folded-fp16-stages1-3.safetensors"),
            Trunk = () => DlibResNet34.Create(stages: 3),
        },
    ];

    public required string Name { get; init; }

    /// <summary>The safetensors file.</summary>
    public required string Path { get; init; }

    public Normalisation Normalisation { get; init; } = Normalisation.ImageNet;

    /// <summary>The side, in pixels, of the images it was trained on.</summary>
    public int InputSize { get; init; } = 224;

    /// <summary>Builds the trunk's stages, without values.</summary>
    internal Func<IReadOnlyList<Stage>> Trunk { get; init; } = () => [];

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
}
