using System.CommandLine.Parsing;
using Lesion.Learning.Networks.Heads;

namespace Lesion.Standalone.CommandLine;

/// <summary>The value of <c>--head</c>: <c>linear</c>, <c>mlp</c>, or <c>mlp:UNITS</c>.</summary>
internal static class HeadArgument
{
    public static HeadPlan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        switch (text.Split(':'))
        {
            case ["linear"]:
                return new HeadPlan();
            case ["mlp"]:
                return new HeadPlan { Kind = HeadKind.Mlp };
            case ["mlp", var units] when int.TryParse(units, out var hidden) && hidden is >= 1 and <= HeadPlan.MostHidden:
                return new HeadPlan { Kind = HeadKind.Mlp, Hidden = hidden };
            default:
                result.AddError($"--head: there is no '{text}'; choose linear, mlp, or mlp:UNITS with 1 to {HeadPlan.MostHidden} hidden units.");
                return null;
        }
    }
}
