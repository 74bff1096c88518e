using System;
using System.Runtime.CompilerServices;

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

    readonly int top;
    readonly int left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PoolWindow(in PoolShape shape, int pixel)
    {
        int line = pixel / shape.OutputWidth;
        int column = pixel - line * shape.OutputWidth;
        int item = line / shape.OutputHeight;
        int row = line - item * shape.OutputHeight;
        Output = (nint)item * shape.Output.Item + (nint)row * shape.Output.Row + (nint)column * shape.Output.Pixel;

        top = row * shape.StrideHeight - shape.PadTop;
        left = column * shape.StrideWidth - shape.PadLeft;
        (int firstRow, int endRow) = Clip(top, shape.DilationHeight, shape.KernelHeight, 0, shape.InputHeight);
        (int firstColumn, int endColumn) = Clip(left, shape.DilationWidth, shape.KernelWidth, 0, shape.InputWidth);
        Rows = endRow - firstRow;
        Columns = endColumn - firstColumn;
        Input = (nint)item * shape.Input.Item + (nint)(top + firstRow * shape.DilationHeight) * shape.Input.Row + (nint)(left + firstColumn * shape.DilationWidth) * shape.Input.Pixel;
    }

    /// <summary>How many positions of the kernel lie on the input or on its padding.</summary>
    public int PaddedCount(in PoolShape shape)
    {
        (int firstRow, int endRow) = Clip(top, shape.DilationHeight, shape.KernelHeight, -shape.PadTop, shape.InputHeight + shape.PadBottom);
        (int firstColumn, int endColumn) = Clip(left, shape.DilationWidth, shape.KernelWidth, -shape.PadLeft, shape.InputWidth + shape.PadRight);
        return (endRow - firstRow) * (endColumn - firstColumn);
    }

    /// <summary>The kernel positions i with <c>low ≤ start + i·dilation &lt; high</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (int First, int End) Clip(int start, int dilation, int kernel, int low, int high)
    {
        int first = Math.Max(0, low - start);
        int end = Math.Max(0, high - start);
        if (dilation > 1)
        {
            first = (first + dilation - 1) / dilation;
            end = (end + dilation - 1) / dilation;
        }

        return (first, Math.Max(first, Math.Min(kernel, end)));
    }
}
