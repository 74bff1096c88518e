using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>Operators that gather and scatter by indices, or sort.</summary>
internal static class Indexing
{
    public static TensorData Gather(GatherElements op, Operand x, Operand indices, TensorType y) =>
        Movement.Move(x, y, IndexPositions.OfElements(x.Shape, indices.Data, op.Axis));

    public static TensorData Gather(GatherNd op, Operand x, Operand indices, TensorType y) =>
        Movement.Move(x, y, Spread(IndexPositions.OfTuples(x.Shape, indices.Data, op.BatchAxes), y.Shape));

    public static TensorData Scatter(ScatterElements op, Operand x, Operand indices, Operand updates, TensorType y) =>
        Scatter(op.Reduction, x, IndexPositions.OfElements(x.Shape, indices.Data, op.Axis), updates, y);

    public static TensorData Scatter(ScatterNd op, Operand x, Operand indices, Operand updates, TensorType y) =>
        Scatter(op.Reduction, x, Spread(IndexPositions.OfTuples(x.Shape, indices.Data, 0), updates.Shape), updates, y);

    public static TensorData[] TopK(TopK op, Operand x, IReadOnlyList<TensorType> outputs)
    {
        int length = x.Shape[-1], rows = (int)x.Shape.Product(0, x.Shape.Rank - 1);
        int[] positions = new int[rows * op.K];
        long[] indices = new long[positions.Length];
        Comparison<int> byValue = Order(x);
        for (int row = 0; row < rows; row++)
        {
            int[] sorted = Enumerable.Range(row * length, length).ToArray();
            Array.Sort(sorted, (a, b) => byValue(a, b) is not 0 and var order ? (op.Largest ? -order : order) : a - b);
            for (int k = 0; k < op.K; k++)
            {
                positions[(row * op.K) + k] = sorted[k];
                indices[(row * op.K) + k] = sorted[k] - (row * length);
            }
        }

        return [Movement.Move(x, outputs[0], positions), TensorData.Longs(outputs[1].Shape, indices)];
    }

    public static TensorData ReverseSequence(ReverseSequence op, Operand x, Operand lengths, TensorType y)
    {
        int slice = (int)x.Shape.Product(2, x.Shape.Rank), inner = x.Shape[1];
        int[] positions = new int[x.Data.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            int first = i / slice / inner, second = i / slice % inner;
            (int time, int item) = op.TimeAxis == 0 ? (first, second) : (second, first);
            long length = lengths.Data.IntegerAt(item);
            int from = time < length ? (int)length - 1 - time : time;
            positions[i] = ((op.TimeAxis == 0 ? (from * inner) + item : (item * inner) + from) * slice) + (i % slice);
        }

        return Movement.Move(x, y, positions);
    }

    /// <summary>Gaussian elimination with the greatest element of each column as its pivot.</summary>
    public static TensorData Det(Operand x, TensorType y)
    {
        int n = x.Shape[-1];
        double[] elements = TensorReader.Reals(x);
        double[] results = new double[(int)y.Shape.Length];
        for (int matrix = 0; matrix < results.Length; matrix++)
        {
            results[matrix] = Det(elements.AsSpan(matrix * n * n, n * n), n);
        }

        return TensorWriter.Reals(y, results);
    }

    private static double Det(Span<double> a, int n)
    {
        double product = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                pivot = Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column]) ? row : pivot;
            }

            double divisor = a[(pivot * n) + column];
            if (pivot != column)
            {
                product = -product;
                for (int k = column; k < n; k++)
                {
                    (a[(column * n) + k], a[(pivot * n) + k]) = (a[(pivot * n) + k], a[(column * n) + k]);
                }
            }

            product *= divisor;
            for (int row = column + 1; row < n && divisor != 0; row++)
            {
                double factor = a[(row * n) + column] / divisor;
                for (int k = column + 1; k < n; k++)
                {
                    a[(row * n) + k] -= factor * a[(column * n) + k];
                }
            }
        }

        return product;
    }

    private static TensorData Scatter(ScatterReduction reduction, Operand x, int[] positions, Operand updates, TensorType y)
    {
        var writer = new TensorWriter(y);
        TensorData result = writer.Data;
        ElementCopy whole = new(x, y, writer), copy = new(updates, y, writer);
        for (int i = 0; i < x.Data.Length; i++)
        {
            whole.Copy(i, i);
        }

        Binary? op = reduction == ScatterReduction.Replace ? null : new Binary((BinaryKind)Enum.Parse(typeof(BinaryKind), reduction.ToString()));
        var element = new TensorType(y.Element, Shape.Scalar, y.Quantization);
        for (int i = 0; i < positions.Length; i++)
        {
            if (op is null)
            {
                copy.Copy(i, positions[i]);
            }
            else
            {
                TensorData sum = BinaryOperator.Evaluate(op, Element(result, positions[i], y.Quantization), Element(updates.Data, i, updates.Quantization), element);
                Buffer.BlockCopy(sum.Bytes, 0, result.Bytes, positions[i] * y.Element.Size(), y.Element.Size());
            }
        }

        return result;
    }

    private static Operand Element(TensorData data, int index, Quantization? quantization) =>
        new(new TensorData(data.Element, Shape.Scalar, data.Bytes.AsSpan(index * data.Element.Size(), data.Element.Size()).ToArray()), quantization);

    /// <summary>Slices' positions as positions of all their elements.</summary>
    private static int[] Spread(int[] positions, Shape y)
    {
        int slice = positions.Length == 0 ? 0 : (int)(y.Length / positions.Length);
        return AxisMap.Axis(positions.Length * slice, i => positions[i / slice] + (i % slice));
    }

    /// <summary>Compares elements by their positions.</summary>
    private static Comparison<int> Order(Operand x)
    {
        if (x.IsRawInteger)
        {
            long[] integers = x.Data.ToLongs();
            bool unsigned = x.Element == ElementType.UInt64;
            return (a, b) => Integers.Less(integers[a], integers[b], unsigned) ? -1 : Integers.Less(integers[b], integers[a], unsigned) ? 1 : 0;
        }

        double[] reals = TensorReader.Reals(x);
        return (a, b) => double.IsNaN(reals[a]) ? (double.IsNaN(reals[b]) ? 0 : 1) : double.IsNaN(reals[b]) ? -1 : reals[a] < reals[b] ? -1 : reals[a] > reals[b] ? 1 : 0;
    }
}
