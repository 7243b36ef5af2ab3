namespace Lesion.Imaging;

/// <summary>
/// The eight ways to lay a picture down (the symmetries of a square), in the one order that everything of Lesion uses. The
/// number's bits say how: 4 exchanges rows and columns, then 2 exchanges left and right, and 1 turns by half.
/// The first one, two, four and all eight are each closed: turning a picture by one of them only reorders them.
/// The half turn comes first, since it exchanges both pairs of borders: a network treats none of two opposite ones alike.
/// </summary>
public enum Orientation
{
    Upright = 0,

    HalfTurn = 1,

    /// <summary>Left and right are exchanged.</summary>
    Mirrored = 2,

    /// <summary>Top and bottom are exchanged.</summary>
    Flipped = 3,

    /// <summary>Mirrored about the diagonal from the top left.</summary>
    Transposed = 4,

    /// <summary>Mirrored about the diagonal from the top right.</summary>
    CrossTransposed = 5,

    /// <summary>Clockwise.</summary>
    QuarterTurn = 6,

    /// <summary>Counter-clockwise.</summary>
    QuarterTurnBack = 7,
}
