using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>How many pixels and channels a <see cref="FloatTile"/> holds in registers at a time.</summary>
internal unsafe interface IFloatTileForm
{
    /// <summary>Pixels of a full tile.</summary>
    static abstract int Rows { get; }

    /// <summary>All channels of the tile for <see cref="Rows"/> pixels, windows at x and outputs at y.</summary>
    static abstract void Run(in FloatTile tile, float** x, float** y);

    /// <summary>All channels of the tile for one pixel.</summary>
    static abstract void RunRow(in FloatTile tile, float* x, float* y);
}

/// <summary>Channels that fill pairs of a wide and a second register.</summary>
internal readonly unsafe struct FloatTilePairs<T, U> : IFloatTileForm
    where T : struct, IFloatLanes<T>
    where U : struct, IFloatLanes<U>
{
    public static int Rows => FloatTile.PairRows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in FloatTile tile, float** x, float** y) => tile.RunPair<T, U>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunRow(in FloatTile tile, float* x, float* y) => tile.RunRow<T>(x, y);
}

/// <summary>Channels that fit one register.</summary>
internal readonly unsafe struct FloatTileSingle<T> : IFloatTileForm
    where T : struct, IFloatLanes<T>
{
    public static int Rows => FloatTile.SingleRows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in FloatTile tile, float** x, float** y) => tile.RunSingle<T>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunRow(in FloatTile tile, float* x, float* y) => tile.RunRow<T>(x, y);
}
