using System;

namespace Octavo.Runtime;

/// <summary>Of overlapping boxes keeps those with the greatest scores.</summary>
public static unsafe class NonMaxSuppression
{
    /// <summary>Row i of y is the i-th box that is kept, as item, class and box: by item, then class, then falling score; the rest of y is 0.</summary>
    /// <param name="boxes"><c>[items][count][4]</c>: two corners, y before x, or centre and size, x before y.</param>
    /// <param name="scores"><c>[items][classes][count]</c></param>
    /// <param name="order">Room for <paramref name="count"/> indices.</param>
    /// <param name="found">How many boxes are kept.</param>
    /// <param name="most">The most boxes per item and class.</param>
    /// <param name="overlap">The intersection over union above which the worse box is left out.</param>
    /// <param name="least">Only greater scores count; null takes all but NaN.</param>
    /// <param name="part">One part does all: where a box goes depends on those before it.</param>
    public static void Run(
        float* boxes, float* scores, int* order, long* y, long* found, int items, int classes, int count, int most, float overlap, float? least, bool centred, int part)
    {
        if (part != 0)
        {
            return;
        }

        long* next = y;
        for (int row = 0; row < items * classes; row++)
        {
            next = Row(boxes + ((nint)(row / classes) * count * 4), scores + ((nint)row * count), order, next, row, classes, count, most, overlap, least, centred);
        }

        *found = (next - y) / 3;
        new Span<long>(next, (int)((y + (3L * items * classes * Math.Min(most, count))) - next)).Clear();
    }

    private static long* Row(float* boxes, float* scores, int* order, long* y, int row, int classes, int count, int most, float overlap, float? least, bool centred)
    {
        int candidates = 0;
        for (int box = 0; box < count; box++)
        {
            if (least is { } bound ? scores[box] > bound : !float.IsNaN(scores[box]))
            {
                order[candidates++] = box;
            }
        }

        // A heap with the best at its root, of which no more is sorted than is looked at.
        for (int i = (candidates / 2) - 1; i >= 0; i--)
        {
            Sink(scores, order, i, candidates);
        }

        long* kept = y;
        for (; candidates > 0 && kept - y < 3L * most; candidates--)
        {
            int box = order[0];
            order[0] = order[candidates - 1];
            Sink(scores, order, 0, candidates - 1);
            bool hidden = false;
            for (long* other = y; other < kept && !hidden; other += 3)
            {
                hidden = Overlap(boxes + (4 * box), boxes + (4 * other[2]), centred) > overlap;
            }

            if (!hidden)
            {
                kept[0] = row / classes;
                kept[1] = row % classes;
                kept[2] = box;
                kept += 3;
            }
        }

        return kept;
    }

    private static void Sink(float* scores, int* order, int root, int count)
    {
        int box = root < count ? order[root] : 0;
        while ((2 * root) + 1 < count)
        {
            int child = (2 * root) + 1;
            if (child + 1 < count && IsBetter(scores, order[child + 1], order[child]))
            {
                child++;
            }

            if (!IsBetter(scores, order[child], box))
            {
                break;
            }

            order[root] = order[child];
            root = child;
        }

        if (root < count)
        {
            order[root] = box;
        }
    }

    private static bool IsBetter(float* scores, int a, int b) => scores[a] > scores[b] || (scores[a] == scores[b] && a < b);

    private static float Overlap(float* a, float* b, bool centred)
    {
        (float Top, float Left, float Bottom, float Right) p = Corners(a, centred), q = Corners(b, centred);
        float height = MathF.Min(p.Bottom, q.Bottom) - MathF.Max(p.Top, q.Top), width = MathF.Min(p.Right, q.Right) - MathF.Max(p.Left, q.Left);
        float intersection = MathF.Max(height, 0) * MathF.Max(width, 0);
        float first = (p.Bottom - p.Top) * (p.Right - p.Left), second = (q.Bottom - q.Top) * (q.Right - q.Left);
        float union = first + second - intersection;
        return intersection <= 0 || first <= 0 || second <= 0 || union <= 0 ? 0 : intersection / union;
    }

    private static (float Top, float Left, float Bottom, float Right) Corners(float* box, bool centred)
    {
        if (centred)
        {
            float halfWidth = box[2] / 2, halfHeight = box[3] / 2;
            return (box[1] - halfHeight, box[0] - halfWidth, box[1] + halfHeight, box[0] + halfWidth);
        }

        return (MathF.Min(box[0], box[2]), MathF.Min(box[1], box[3]), MathF.Max(box[0], box[2]), MathF.Max(box[1], box[3]));
    }
}
