using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>ConvTranspose, and Col2Im, which is one with unit weights.</summary>
internal static class TransposedConvolutionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("ConvTranspose", ConvTranspose),
        new("Col2Im", Col2Im) { Since = 18 },
    ];

    private static Value ConvTranspose(NodeContext node)
    {
        Value x = node.Real(0), w = node.Real(1);
        Value? bias = node.Optional(2) is null ? null : node.Real(2);
        ElementRules.Common(node, x, w, bias);
        int group = checked((int)node.Attributes.Int("group", 1));
        if (x.Shape.Rank < 3 || w.Shape.Rank != x.Shape.Rank || group < 1 || w.Shape[0] != x.Shape[1] || x.Shape[1] % group != 0)
        {
            throw node.Invalid($"x {x.Shape} and w {w.Shape} in {group} groups are no transposed convolution.");
        }

        if (bias is not null && !bias.Shape.Equals(new Shape(checked(w.Shape[1] * group))))
        {
            throw node.Invalid($"the bias {bias.Shape} does not fit w {w.Shape} in {group} groups.");
        }

        return TransposedConvolutions.Emit(node, x, w, bias, Axes(node, x.Shape.Dimensions.Skip(2).ToArray(), w.Shape.Dimensions.Skip(2).ToArray()), group);
    }

    private static TransposedWindow[] Axes(NodeContext node, int[] spatial, int[] kernel)
    {
        int rank = spatial.Length;
        int[] padding = node.Attributes.Ints("output_padding") ?? new int[rank];
        int[]? shape = node.Attributes.Ints("output_shape");
        bool same = node.Attributes.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER";
        bool upper = node.Attributes.Text("auto_pad", "NOTSET") == "SAME_UPPER";
        Window window = WindowReader.Read(node, kernel, spatial);
        if (!window.Kernel.SequenceEqual(kernel) || padding.Length != rank || padding.Any(p => p < 0))
        {
            throw node.Invalid("kernel_shape or output_padding do not fit its weights.");
        }

        // Some exporters write the whole shape.
        shape = shape is { } given && given.Length == rank + 2 ? given.Skip(2).ToArray() : shape;
        if (shape is not null && shape.Length != rank)
        {
            throw node.Invalid($"output_shape has {shape.Length} entries for {rank} spatial axes.");
        }

        return spatial.Select((size, axis) =>
        {
            int stride = window.Strides[axis];
            int whole = checked((stride * (size - 1)) + padding[axis] + ((kernel[axis] - 1) * window.Dilations[axis]) + 1);
            int begin = window.PadsBegin[axis], output = whole - begin - window.PadsEnd[axis];
            if (shape is not null || same)
            {
                output = shape?[axis] ?? checked(size * stride);
                int total = Math.Max(whole - output, 0), half = total / 2;
                // Which side gets the odd one changed with operator set 11.
                begin = upper == (node.Opset >= 11) ? half : total - half;
            }

            return output > 0
                ? new TransposedWindow(size, kernel[axis], stride, window.Dilations[axis], begin, output)
                : throw node.Invalid("its pads leave no output.");
        }).ToArray();
    }

    /// <summary>Adds each column's elements onto the pixels of its block.</summary>
    private static Value Col2Im(NodeContext node)
    {
        Value x = node.Real(0);
        int[] image = node.Constant(1, "image shape")?.ToInts() ?? throw node.Invalid("its image shape is missing.");
        int[] block = node.Constant(2, "block shape")?.ToInts() ?? throw node.Invalid("its block shape is missing.");
        Window window = WindowReader.Read(node, block, image);
        int elements = block.Aggregate(1, (product, size) => checked(product * size));
        int[] blocks = image.Select((size, axis) => window.OutputSize(axis, size)).ToArray();
        if (x.Shape.Rank != 3 || block.Length != image.Length || x.Shape[1] % elements != 0 || x.Shape[2] != new Shape(blocks).Length)
        {
            throw node.Invalid($"x {x.Shape} does not hold the columns of blocks [{string.Join(",", block)}] of an image [{string.Join(",", image)}].");
        }

        int channels = x.Shape[1] / elements;
        float[] ones = new float[channels * elements * elements];
        for (int i = 0; i < channels * elements; i++)
        {
            ones[(i * elements) + (i % elements)] = 1;
        }

        Value w = node.Emit(TensorData.Floats(new Shape([channels * elements, 1, .. block]), ones));
        if (x.Type.Element != ElementType.Float32)
        {
            w = node.Emit(new Cast(), x.Type.Element, null, w);
        }

        TransposedWindow[] axes = image.Select((size, axis) => new TransposedWindow(
            blocks[axis], block[axis], window.Strides[axis], window.Dilations[axis], window.PadsBegin[axis], size)).ToArray();
        return TransposedConvolutions.Emit(node, ReshapeImport.Emit(node, x, new Shape([x.Shape[0], x.Shape[1], .. blocks])), w, null, axes, channels);
    }
}
