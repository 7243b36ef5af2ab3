namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>In Grafana's grid of 24 columns.</summary>
internal sealed record GridPosition(int X, int Y, int W, int H)
{
    public const int Columns = 24;

    public bool Overlaps(GridPosition other) =>
        X < other.X + other.W && other.X < X + W && Y < other.Y + other.H && other.Y < Y + H;
}
