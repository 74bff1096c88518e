using System;

namespace Octavo.Runtime;

/// <summary>The window of one output pixel of a pool, clipped to the input.</summary>
internal readonly struct PoolWindow
{
    /// <summary>Offsets of the output pixel and of the first input pixel within the window.</summary>
    public readonly nint Output;
    public readonly nint Input;

    /// <summary>How many rows and columns of the kernel lie on the input.</summary>
    public readonly int Rows;
    public readonly int Columns;

    /// <summary>How many positions of the kernel lie on the input or on its padding.</summary>
    public readonly int PaddedCount;

    public PoolWindow(in PoolShape shape, int pixel)
    {
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int item = pixel / shape.OutputWidth / shape.OutputHeight;
        Output = (nint)item * shape.Output.Item + (nint)row * shape.Output.Row + (nint)column * shape.Output.Pixel;

        int top = row * shape.StrideHeight - shape.PadTop;
        int left = column * shape.StrideWidth - shape.PadLeft;
        (int firstRow, int endRow) = Clip(top, shape.DilationHeight, shape.KernelHeight, 0, shape.InputHeight);
        (int firstColumn, int endColumn) = Clip(left, shape.DilationWidth, shape.KernelWidth, 0, shape.InputWidth);
        Rows = endRow - firstRow;
        Columns = endColumn - firstColumn;
        Input = (nint)item * shape.Input.Item + (nint)(top + firstRow * shape.DilationHeight) * shape.Input.Row + (nint)(left + firstColumn * shape.DilationWidth) * shape.Input.Pixel;

        (int firstPaddedRow, int endPaddedRow) = Clip(top, shape.DilationHeight, shape.KernelHeight, -shape.PadTop, shape.InputHeight + shape.PadBottom);
        (int firstPaddedColumn, int endPaddedColumn) = Clip(left, shape.DilationWidth, shape.KernelWidth, -shape.PadLeft, shape.InputWidth + shape.PadRight);
        PaddedCount = (endPaddedRow - firstPaddedRow) * (endPaddedColumn - firstPaddedColumn);
    }

    /// <summary>The kernel positions i with <c>low ≤ start + i·dilation &lt; high</c>.</summary>
    static (int First, int End) Clip(int start, int dilation, int kernel, int low, int high)
    {
        int first = start >= low ? 0 : (low - start + dilation - 1) / dilation;
        int end = start >= high ? 0 : Math.Min(kernel, (high - start + dilation - 1) / dilation);
        return (first, Math.Max(first, end));
    }
}
