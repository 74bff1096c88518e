using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Matrices;

/// <summary>Fourier transforms of a known length: products with a constant matrix of cosines and sines.</summary>
internal static class FourierImport
{
    private const int MaxElements = 1 << 24;

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("DFT", Dft, "constant length") { Since = 17 },
        new("STFT", Stft, "constant frames and window") { Since = 17 },
    ];

    private static Value Dft(NodeContext node)
    {
        Value x = node.Real(0);
        long axisGiven = node.Opset < 20 ? node.Attributes.Int("axis", 1) : node.Constant(2, "axis")?.IntegerAt(0) ?? -2;
        int rank = x.Shape.Rank, axis = node.Axis(axisGiven, rank);
        bool inverse = node.Attributes.Flag("inverse"), oneSided = node.Attributes.Flag("onesided");
        if (rank < 2 || axis == rank - 1 || x.Shape[-1] is not (1 or 2))
        {
            throw node.Invalid($"x {x.Shape} holds no real or complex numbers along axis {axis}.");
        }

        if (inverse && oneSided)
        {
            throw node.Unsupported("it is both inverse and onesided.");
        }

        int length = node.Constant(1, "dft_length") is { } given ? checked((int)given.IntegerAt(0)) : x.Shape[axis];
        int bins = oneSided ? (length / 2) + 1 : length;

        // The signal's axis next to the last one, cut or filled with zeros to its length.
        int[] order = [.. Enumerable.Range(0, rank - 1).Where(a => a != axis), axis, rank - 1];
        Value moved = TransposeImport.Emit(node, x, order);
        int signal = moved.Shape[-2], used = Math.Min(signal, length);
        moved = Arranging.Crop(node, moved, new int[rank], moved.Shape.With(-2, used).ToArray());
        double[] matrix = Matrix(node, used, moved.Shape[-1], bins, length, inverse, _ => 1);
        Value rows = ReshapeImport.Emit(node, moved, new Shape(moved.Shape.Dimensions.Take(rank - 2).Append(used * moved.Shape[-1])));
        Value y = ReshapeImport.Emit(node, Products.Linear(node, rows, 2 * bins, matrix), moved.Shape.With(-2, bins).With(-1, 2));
        return TransposeImport.Emit(node, y, Enumerable.Range(0, rank).Select(a => Array.IndexOf(order, a)).ToArray());
    }

    private static Value Stft(NodeContext node)
    {
        Value x = node.Real(0);
        int step = checked((int)(node.Constant(1, "frame_step")?.IntegerAt(0) ?? throw node.Invalid("its frame_step is missing.")));
        double[]? window = node.Constant(2, "window") is { } given ? Enumerable.Range(0, given.Length).Select(given.FloatAt).ToArray() : null;
        int length = node.Constant(3, "frame_length") is { } frame ? checked((int)frame.IntegerAt(0)) : window?.Length ?? throw node.Invalid("it has neither a window nor a frame_length.");
        if (x.Shape.Rank is not (2 or 3) || (x.Shape.Rank == 3 && x.Shape[2] is not (1 or 2)) || step <= 0 || length <= 0 || length > x.Shape[1] || (window is not null && window.Length != length))
        {
            throw node.Invalid($"frames of {length} elements, {step} apart, do not fit the signal {x.Shape}.");
        }

        int parts = x.Shape.Rank == 3 ? x.Shape[2] : 1, frames = ((x.Shape[1] - length) / step) + 1;
        bool oneSided = node.Attributes.Flag("onesided", absent: true);
        int bins = oneSided ? (length / 2) + 1 : length;
        int[] picked = Enumerable.Range(0, frames * length).Select(i => (i / length * step) + (i % length)).ToArray();
        Value rows = ReshapeImport.Emit(node, GatherImport.Pick(node, x, 1, picked), new Shape(x.Shape[0], frames, length * parts));
        double[] matrix = Matrix(node, length, parts, bins, length, inverse: false, t => window?[t] ?? 1);
        return ReshapeImport.Emit(node, Products.Linear(node, rows, 2 * bins, matrix), new Shape(x.Shape[0], frames, bins, 2));
    }

    /// <summary>From [signal, part] to [bin, part]: e^(∓2πi·t·k/length), weighed by a window and, for the inverse, divided by the length.</summary>
    private static double[] Matrix(NodeContext node, int signal, int parts, int bins, int length, bool inverse, Func<int, double> window)
    {
        if ((long)signal * parts * bins * 2 > MaxElements)
        {
            throw node.Unsupported($"a transform of {length} elements is too long to be a matrix product.");
        }

        double[] matrix = new double[signal * parts * bins * 2];
        for (int t = 0; t < signal; t++)
        {
            for (int k = 0; k < bins; k++)
            {
                double angle = 2 * Math.PI * ((long)t * k % length) / length, weight = window(t) / (inverse ? length : 1);
                double cos = weight * Math.Cos(angle), sin = weight * (inverse ? Math.Sin(angle) : -Math.Sin(angle));
                int real = ((t * parts * bins) + k) * 2;
                (matrix[real], matrix[real + 1]) = (cos, sin);
                if (parts == 2)
                {
                    // (a + bi)·(cos + sin·i): b contributes −sin to the real and cos to the imaginary part.
                    (matrix[real + (2 * bins)], matrix[real + (2 * bins) + 1]) = (-sin, cos);
                }
            }
        }

        return matrix;
    }
}
