using System;

namespace Octavo.Runtime;

/// <summary>
/// Matrix products of two operands that are computed at run time. Each part packs the columns that it then multiplies into its own share of the scratch
/// memory, so that parts need not wait for each other.
/// </summary>
public static unsafe class FloatMatMul
{
    /// <summary>Panels of 16 columns that are packed and multiplied at a time.</summary>
    private const int Block = 8;

    private const int BlockColumns = Block * FloatPanels.Width;

    /// <summary>The floats of scratch memory that <see cref="Run"/> needs, for all parts together.</summary>
    public static long ScratchLength(in FloatMatMulShape shape, int parts) =>
        parts * FloatPanels.Length(shape.Inner, Math.Min(shape.Columns, BlockColumns));

    /// <param name="bias">Null, or one per column, padded to a multiple of 16.</param>
    /// <param name="low">The lower bound of a fused activation, or −∞.</param>
    /// <param name="high">The upper bound, or +∞.</param>
    public static void Run(float* a, float* b, float* bias, float* y, float* scratch, in FloatMatMulShape shape, float low, float high, int part, int parts)
    {
        float* panels = scratch + (ScratchLength(shape, 1) * part);
        int segment = 0;
        var product = new ConvolutionShape
        {
            Items = 1,
            Height = 1,
            Width = shape.Rows,
            Input = new PixelStrides(0, 0, shape.ARow),
            Output = new PixelStrides(0, 0, shape.YRow),
            Segments = &segment,
            SegmentCount = 1,
            SegmentBytes = shape.Inner,
            Groups = 1,
        };

        LoopNest loop = shape.Batch;
        int blocks = (shape.Columns + BlockColumns - 1) / BlockColumns, last = loop.Rank - 1;
        (int begin, int end) = Partition.Of(LoopCursor.Rows(loop) * loop.Extent[last] * blocks, part, parts);
        for (int unit = begin; unit < end; unit++)
        {
            int index = unit / blocks, column = unit % blocks * BlockColumns, inner = index % loop.Extent[last];
            var cursor = new LoopCursor(loop, index / loop.Extent[last]);
            nint x = cursor.X + ((nint)inner * loop.X[last]);
            nint z = cursor.Z + ((nint)inner * loop.Z[last]) + ((nint)column * shape.BColumn);
            nint to = cursor.Y + ((nint)inner * loop.Y[last]) + column;
            product.Channels = Math.Min(BlockColumns, shape.Columns - column);
            FloatPanels.Pack(b + z, panels, shape.Inner, product.Channels, shape.BRow, shape.BColumn, 0, 1);
            FloatConvolution.Run(a + x, panels, bias == null ? null : bias + column, y + to, product, low, high, 0, 1);
        }
    }
}
