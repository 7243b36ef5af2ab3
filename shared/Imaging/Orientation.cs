namespace Lesion.Imaging;

/// <summary>
/// The eight ways to lay a picture down (the symmetries of a square), in the one order that everything of Lesion uses. The
/// number's bits say how: 4 exchanges rows and columns, then 2 exchanges top and bottom, and 1 left and right.
/// The first one, two, four and all eight are each closed: turning a picture by one of them only reorders them.
/// </summary>
public enum Orientation
{
    Upright = 0,

    /// <summary>Left and right are exchanged.</summary>
    Mirrored = 1,

    /// <summary>Top and bottom are exchanged.</summary>
    Flipped = 2,

    HalfTurn = 3,

    /// <summary>Mirrored about the diagonal from the top left.</summary>
    Transposed = 4,

    /// <summary>Clockwise.</summary>
    QuarterTurn = 5,

    /// <summary>Counter-clockwise.</summary>
    QuarterTurnBack = 6,

    /// <summary>Mirrored about the diagonal from the top right.</summary>
    CrossTransposed = 7,
}
