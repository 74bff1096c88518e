using System;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>Reads the window attributes that convolutions and pools share, with automatic padding made explicit.</summary>
internal static class WindowReader
{
    /// <param name="kernel">The window's extents, for operators whose weights tell them; otherwise null.</param>
    /// <param name="spatial">The input's spatial extents.</param>
    public static Window Read(NodeContext node, int[]? kernel, int[] spatial)
    {
        int rank = spatial.Length;
        int[] size = node.Attributes.Ints("kernel_shape") ?? kernel ?? throw node.Invalid("kernel_shape is missing.");
        int[] strides = node.Attributes.Ints("strides") ?? Ones(rank);
        int[] dilations = node.Attributes.Ints("dilations") ?? Ones(rank);
        int[] pads = node.Attributes.Ints("pads") ?? new int[2 * rank];
        if (rank is < 1 or > 3)
        {
            throw node.Unsupported($"windows over {rank} spatial axes are not supported, only over 1, 2 or 3.");
        }

        if (size.Length != rank || strides.Length != rank || dilations.Length != rank || pads.Length != 2 * rank)
        {
            throw node.Invalid($"kernel_shape, strides, dilations or pads do not have an entry for each of {rank} spatial axes.");
        }

        if (size.Concat(strides).Concat(dilations).Any(v => v < 1))
        {
            throw node.Invalid("kernel_shape, strides and dilations must be positive.");
        }

        if (pads.Any(p => p < 0))
        {
            throw node.Unsupported("negative pads are not supported.");
        }

        for (int axis = 0; axis < rank; axis++)
        {
            const int Limit = 1 << 30;
            if (((size[axis] - 1L) * dilations[axis]) + 1 > Limit || (long)spatial[axis] + pads[axis] + pads[rank + axis] > Limit || strides[axis] > Limit)
            {
                throw node.Invalid("its window or its pads are larger than any image.");
            }
        }

        string auto = node.Attributes.Text("auto_pad", "NOTSET");
        var window = new Window
        {
            Kernel = size,
            Strides = strides,
            Dilations = dilations,
            PadsBegin = pads.Take(rank).ToArray(),
            PadsEnd = pads.Skip(rank).ToArray(),
            CeilMode = node.Attributes.Flag("ceil_mode"),
        };
        return auto switch
        {
            "NOTSET" or "" => window,
            "VALID" => window with { PadsBegin = new int[rank], PadsEnd = new int[rank] },
            "SAME_UPPER" => Same(window, spatial, upper: true),
            "SAME_LOWER" => Same(window, spatial, upper: false),
            _ => throw node.Invalid($"auto_pad is {Printable.Quote(auto)}."),
        };
    }

    private static Window Same(Window window, int[] spatial, bool upper)
    {
        int[] begin = new int[spatial.Length], end = new int[spatial.Length];
        for (int axis = 0; axis < spatial.Length; axis++)
        {
            int extent = checked(((window.Kernel[axis] - 1) * window.Dilations[axis]) + 1);
            int outputs = (spatial[axis] + window.Strides[axis] - 1) / window.Strides[axis];
            int total = Math.Max(checked(((outputs - 1) * window.Strides[axis]) + extent - spatial[axis]), 0);
            int less = total / 2;
            begin[axis] = upper ? less : total - less;
            end[axis] = total - begin[axis];
        }

        return window with { PadsBegin = begin, PadsEnd = end, CeilMode = false };
    }

    private static int[] Ones(int count) => Enumerable.Repeat(1, count).ToArray();
}
