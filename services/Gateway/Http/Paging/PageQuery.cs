using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Gateway.Http;

/// <summary>Which part of a list is asked for.</summary>
public sealed record PageQuery
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <summary>The most items of a page.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, LargestLimit)]
    [Description("The most items of a page, 1 to 1000; 100 where it is absent.")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    [Description("The 'next' of the page before; absent for the first.")]
    public string? Cursor { get; init; }

    internal int Take => Limit switch
    {
        null => DefaultLimit,
        >= 1 and <= LargestLimit => Limit.Value,
        _ => throw new BadRequestException("badLimit", $"'limit' is {Limit}: take 1 to {LargestLimit}."),
    };
}
