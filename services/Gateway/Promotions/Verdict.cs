namespace Lesion.Gateway.Promotions;

/// <summary>Whether the challenger is to be the champion, and why, with the figures.</summary>
internal sealed record Verdict(bool Promoted, string Reason);
