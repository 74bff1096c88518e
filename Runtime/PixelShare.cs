using System;

namespace Octavo.Runtime;

/// <summary>
/// What a part does of output pixels × blocks of channels. Parts share the weights and divide the pixels, in whole tiles, unless there are too few of
/// those; then they divide the blocks.
/// </summary>
internal readonly struct PixelShare
{
    public readonly int FirstPixel;
    public readonly int EndPixel;
    public readonly int FirstBlock;
    public readonly int EndBlock;

    /// <param name="rows">The pixels of a tile.</param>
    public PixelShare(int pixels, int rows, int blocks, int part, int parts)
    {
        int tiles = (pixels + rows - 1) / rows;
        bool dividePixels = tiles >= parts || tiles >= blocks;
        (int firstTile, int endTile) = dividePixels ? Share.Of(tiles, part, parts) : (0, tiles);
        (FirstBlock, EndBlock) = dividePixels ? (0, blocks) : Share.Of(blocks, part, parts);
        FirstPixel = firstTile * rows;
        EndPixel = Math.Min(pixels, endTile * rows);
    }

    public bool IsEmpty => FirstPixel >= EndPixel || FirstBlock >= EndBlock;
}
