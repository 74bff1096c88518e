using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>Operators that find as much as the data holds; see the records for what their results are.</summary>
internal static class Finding
{
    public static TensorData[] NonZero(Operand x, IReadOnlyList<TensorType> outputs)
    {
        int[] found = Enumerable.Range(0, x.Data.Length).Where(i => x.Element.IsFloat() ? x.Data.FloatAt(i) != 0 : x.Data.IntegerAt(i) != 0).ToArray();
        int[] strides = x.Shape.Strides();
        long[] places = new long[outputs[0].Shape.Length];
        for (int axis = 0; axis < x.Shape.Rank; axis++)
        {
            for (int i = 0; i < found.Length; i++)
            {
                places[(axis * x.Data.Length) + i] = found[i] / strides[axis] % x.Shape[axis];
            }
        }

        return [TensorData.Longs(outputs[0].Shape, places), Count(found.Length)];
    }

    public static TensorData[] Compress(Compress op, Operand x, Operand condition, IReadOnlyList<TensorType> outputs)
    {
        int[] chosen = Enumerable.Range(0, condition.Data.Length).Where(i => condition.Data.IntegerAt(i) != 0).ToArray();
        int slice = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank);
        TensorData y = Movement.Move(x, outputs[0], AxisMap.Positions(
        [
            AxisMap.Axis((int)x.Shape.Product(0, op.Axis), i => i * x.Shape[op.Axis] * slice),
            AxisMap.Axis(condition.Data.Length, i => i < chosen.Length ? chosen[i] * slice : AxisMap.Nowhere),
            AxisMap.Axis(slice, i => i),
        ]));
        return [y, Count(chosen.Length)];
    }

    public static TensorData[] NonMaxSuppression(NonMaxSuppression op, Operand boxes, Operand scores, IReadOnlyList<TensorType> outputs)
    {
        float[] corners = boxes.Data.ToFloats(), values = scores.Data.ToFloats();
        (int items, int classes, int count) = (scores.Shape[0], scores.Shape[1], scores.Shape[2]);
        var found = new List<long>();
        for (int row = 0; row < items * classes; row++)
        {
            var kept = new List<int>();
            IEnumerable<int> candidates = Enumerable.Range(0, count)
                .Where(box => op.Score is { } least ? values[(row * count) + box] > least : !float.IsNaN(values[(row * count) + box]))
                .OrderByDescending(box => values[(row * count) + box]).ThenBy(box => box);
            foreach (int box in candidates)
            {
                if (kept.Count < op.Most && !kept.Exists(other => Overlap(corners, (row / classes * count) + box, (row / classes * count) + other, op.Centred) > op.Overlap))
                {
                    kept.Add(box);
                    found.AddRange([row / classes, row % classes, box]);
                }
            }
        }

        int total = found.Count / 3;
        found.AddRange(new long[outputs[0].Shape.Length - found.Count]);
        return [TensorData.Longs(outputs[0].Shape, [.. found]), Count(total)];
    }

    /// <summary>Intersection over union, rounded after each operation; 0 for boxes without an area.</summary>
    private static float Overlap(float[] boxes, int a, int b, bool centred)
    {
        (float Top, float Left, float Bottom, float Right) p = Corners(boxes, a, centred), q = Corners(boxes, b, centred);
        float height = Math.Min(p.Bottom, q.Bottom) - Math.Max(p.Top, q.Top), width = Math.Min(p.Right, q.Right) - Math.Max(p.Left, q.Left);
        float intersection = Times(Math.Max(height, 0f), Math.Max(width, 0f));
        float first = Times((float)(p.Bottom - p.Top), (float)(p.Right - p.Left)), second = Times((float)(q.Bottom - q.Top), (float)(q.Right - q.Left));
        float union = (float)((float)(first + second) - intersection);
        return intersection <= 0 || first <= 0 || second <= 0 || union <= 0 ? 0 : (float)(intersection / union);

        static float Times(float x, float y) => (float)(x * y);
    }

    private static (float Top, float Left, float Bottom, float Right) Corners(float[] boxes, int box, bool centred)
    {
        (float a, float b, float c, float d) = (boxes[4 * box], boxes[(4 * box) + 1], boxes[(4 * box) + 2], boxes[(4 * box) + 3]);
        if (centred)
        {
            float halfWidth = (float)(c / 2), halfHeight = (float)(d / 2);
            return ((float)(b - halfHeight), (float)(a - halfWidth), (float)(b + halfHeight), (float)(a + halfWidth));
        }

        return (Math.Min(a, c), Math.Min(b, d), Math.Max(a, c), Math.Max(b, d));
    }

    private static TensorData Count(int count) => TensorData.Longs(Shape.Scalar, count);
}
