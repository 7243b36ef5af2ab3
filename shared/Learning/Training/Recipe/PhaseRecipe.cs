using System.Text.Json.Serialization;

namespace Lesion.Learning.Training.Recipe;

/// <summary>One phase of a training. Phases follow one another, each from where the one before it ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ProbeRecipe), "probe")]
[JsonDerivedType(typeof(TrainRecipe), "train")]
public abstract record PhaseRecipe
{
    private protected PhaseRecipe()
    {
    }

    /// <param name="require">Takes whether it holds, what is meant, and what it must be.</param>
    /// <param name="name">The phase's own, such as <c>phases[1]</c>.</param>
    internal abstract void Check(Action<bool, string, string> require, string name);
}
