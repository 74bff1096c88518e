using System;
using System.Collections.Generic;

namespace Octavo.Compiler.Reference;

/// <summary>Operators that move elements.</summary>
internal static class Movement
{
    public static TensorData Reshape(Operand x, TensorType y) =>
        Move(x, y, AxisMap.Axis(x.Data.Length, i => i));

    public static TensorData Transpose(Transpose op, Operand x, TensorType y)
    {
        int[] strides = x.Shape.Strides();
        return Move(x, y, AxisMap.Positions(Axes(y.Shape, (axis, i) => i * strides[op.Permutation[axis]])));
    }

    public static TensorData Slice(Slice op, Operand x, TensorType y)
    {
        int[] strides = x.Shape.Strides();
        return Move(x, y, AxisMap.Positions(Axes(y.Shape, (axis, i) => (op.Starts[axis] + (i * op.Steps[axis])) * strides[axis])));
    }

    public static TensorData Pick(Pick op, Operand x, TensorType y)
    {
        int[] strides = x.Shape.Strides();
        return Move(x, y, AxisMap.Positions(Axes(y.Shape, (axis, i) => (op.Indices[axis]?[i] ?? i) * strides[axis])));
    }

    public static TensorData Gather(Gather op, Operand x, Operand indices, TensorType y)
    {
        int size = x.Shape[op.Axis];
        int inner = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank);
        int[] picked = AxisMap.Axis(indices.Data.Length, i => Wrapped(indices.Data.IntegerAt(i), size) * inner);
        return Move(x, y, AxisMap.Positions(
        [
            AxisMap.Axis((int)x.Shape.Product(0, op.Axis), i => i * size * inner),
            picked,
            AxisMap.Axis(inner, i => i),
        ]));
    }

    public static TensorData[] Split(Split op, Operand x, IReadOnlyList<TensorType> outputs)
    {
        int[] strides = x.Shape.Strides();
        var results = new TensorData[outputs.Count];
        int start = 0;
        for (int k = 0; k < results.Length; k++)
        {
            int first = start;
            results[k] = Move(x, outputs[k], AxisMap.Positions(
                Axes(outputs[k].Shape, (axis, i) => (i + (axis == op.Axis ? first : 0)) * strides[axis])));
            start += op.Sizes[k];
        }

        return results;
    }

    public static TensorData Concat(Concat op, IReadOnlyList<Operand?> inputs, TensorType y)
    {
        var writer = new TensorWriter(y);
        int[] strides = y.Shape.Strides();
        int start = 0;
        foreach (Operand? input in inputs)
        {
            var copy = new ElementCopy(input!, y, writer);
            int first = start;
            int[] destinations = AxisMap.Positions(Axes(input!.Shape, (axis, i) => (i + (axis == op.Axis ? first : 0)) * strides[axis]));
            for (int i = 0; i < destinations.Length; i++)
            {
                copy.Copy(i, destinations[i]);
            }

            start += input.Shape[op.Axis];
        }

        return writer.Data;
    }

    public static TensorData Pad(Pad op, Operand x, TensorType y)
    {
        int[] strides = x.Shape.Strides();
        return Move(x, y, AxisMap.Positions(Axes(y.Shape, Source)), op.Value);

        int Source(int axis, int i)
        {
            int index = PaddingSource(op.Mode, i - op.Begin[axis], x.Shape[axis]);
            return index < 0 ? AxisMap.Nowhere : index * strides[axis];
        }
    }

    /// <summary>Copies the element at each position; where there is none, stores the real number <paramref name="absent"/>.</summary>
    public static TensorData Move(Operand x, TensorType y, int[] positions, double absent = 0)
    {
        var writer = new TensorWriter(y);
        var copy = new ElementCopy(x, y, writer);
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] >= 0)
            {
                copy.Copy(positions[i], i);
            }
            else
            {
                writer.Real(i, absent);
            }
        }

        return writer.Data;
    }

    private static int[][] Axes(Shape shape, Func<int, int, int> offset) =>
        [.. System.Linq.Enumerable.Select(shape.Dimensions, (size, axis) => AxisMap.Axis(size, i => offset(axis, i)))];

    /// <summary>The index in [0, size) that an index outside of it stands for, or -1 for the constant.</summary>
    private static int PaddingSource(PadMode mode, int index, int size)
    {
        if (index >= 0 && index < size)
        {
            return index;
        }

        switch (mode)
        {
            case PadMode.Edge:
                return index < 0 ? 0 : size - 1;
            case PadMode.Wrap:
                return Modulo(index, size);
            case PadMode.Reflect when size == 1:
                return 0;
            case PadMode.Reflect:
                // The sequence 0 1 … n-1 … 1 repeats with a period of 2n-2.
                int phase = Modulo(index, (2 * size) - 2);
                return Math.Min(phase, (2 * size) - 2 - phase);
            default:
                return AxisMap.Nowhere;
        }
    }

    private static int Modulo(int value, int period) => ((value % period) + period) % period;

    private static int Wrapped(long index, int size)
    {
        long wrapped = index < 0 ? index + size : index;
        return wrapped >= 0 && wrapped < size
            ? (int)wrapped
            : throw new ModelException(ProblemKind.MalformedModel, $"A Gather index of {index} lies outside of an axis of {size}.");
    }
}
