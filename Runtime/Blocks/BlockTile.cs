using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Many rows of x times 32 columns of a matrix in blocks: a stretch of the columns is unpacked into floats, all rows take it in, then the next.</summary>
internal static unsafe class BlockTile
{
    /// <summary>Columns of a tile.</summary>
    public const int Width = 32;

    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Elements of a stretch: its 16 kB and the sums stay in the nearest cache.</summary>
    private const int Stretch = 128;

    /// <summary>The most rows that one unpacking serves.</summary>
    private const int MostRows = 72;

    /// <summary>Computes <paramref name="count"/> rows of columns from <paramref name="begin"/>, a multiple of 32, to <paramref name="end"/>.</summary>
    public static void Run<T, TBits>(float* x, in BlockMatrix weights, float* bias, float* y, int count, int begin, int end, float low, float high)
        where T : struct, IFloatLanes<T>
        where TBits : struct, ICodeBits
    {
        float* panel = stackalloc float[Stretch * Width];
        float* sums = stackalloc float[MostRows * Width];
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        int length = weights.Length, columns = weights.Rows;
        int groups = (count + MostRows - 1) / MostRows, group = ((count + groups - 1) / groups + Rows - 1) / Rows * Rows;
        for (int column = begin; column < end; column += Width)
        {
            for (int row = 0; row < count; row += group)
            {
                int rows = Math.Min(group, count - row);
                float* from = x + ((nint)row * length);
                new Span<float>(sums, rows * Width).Clear();
                for (int k = 0; k < length; k += Stretch)
                {
                    int stretch = Math.Min(Stretch, length - k);
                    for (int c = 0; c < Width; c += T.Count)
                    {
                        // Where there are no columns the last panel stands in.
                        int source = column + c < end ? column + c : (end - 1) / BlockColumns<T, TBits>.Panel * BlockColumns<T, TBits>.Panel;
                        Unpack(new BlockColumns<T, TBits>(weights, source), weights.Block, k, stretch, panel + c);
                    }

                    Multiply<T>(from + k, length, rows, panel, stretch, sums);
                }

                for (int r = 0; r < rows; r++)
                {
                    float* to = y + ((nint)(row + r) * columns);
                    for (int c = 0; c < Width; c += T.Count)
                    {
                        BlockRow.Store(T.Load(sums + (r * Width) + c), bias, to, column + c, end, low, high, buffer);
                    }
                }
            }
        }
    }

    /// <summary>Elements from k on, which starts a byte of codes; one element's weights lie <see cref="Width"/> behind those of the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack<T, TBits>(BlockColumns<T, TBits> columns, int block, int k, int count, float* to)
        where T : struct, IFloatLanes<T>
        where TBits : struct, ICodeBits
    {
        int perByte = BlockColumns<T, TBits>.PerByte;
        nint at = k / perByte;
        for (int end = k + count; k < end;)
        {
            columns.Enter(k / block);
            int next = (int)Math.Min((((long)k / block) + 1) * block, end);
            for (; k + perByte <= next; k += perByte, at++)
            {
                columns.Weights(at, 0).Store(to);
                to += Width;
                if (TBits.Bits <= 4)
                {
                    columns.Weights(at, 1).Store(to);
                    to += Width;
                }

                if (TBits.Bits == 2)
                {
                    columns.Weights(at, 2).Store(to);
                    columns.Weights(at, 3).Store(to + Width);
                    to += 2 * Width;
                }
            }

            for (int index = 0; k < next; k++, index++, to += Width)
            {
                columns.Weights(at, index).Store(to);
            }
        }
    }

    /// <summary>Adds the products of a stretch to the sums of all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(float* x, nint length, int rows, float* panel, int stretch, float* sums)
        where T : struct, IFloatLanes<T>
    {
        for (int row = 0; row < rows; row += Rows)
        {
            // Missing rows repeat the last one: they store the same sums once more.
            nint r1 = Math.Min(row + 1, rows - 1), r2 = Math.Min(row + 2, rows - 1), r3 = Math.Min(row + 3, rows - 1), r4 = Math.Min(row + 4, rows - 1), r5 = Math.Min(row + 5, rows - 1);
            float* x0 = x + (row * length), x1 = x + (r1 * length), x2 = x + (r2 * length), x3 = x + (r3 * length), x4 = x + (r4 * length), x5 = x + (r5 * length);
            for (int c = 0; c < Width; c += 2 * T.Count)
            {
                float* y0 = sums + (row * Width) + c, y1 = sums + (r1 * Width) + c, y2 = sums + (r2 * Width) + c;
                float* y3 = sums + (r3 * Width) + c, y4 = sums + (r4 * Width) + c, y5 = sums + (r5 * Width) + c;
                T a0 = T.Load(y0), a1 = T.Load(y1), a2 = T.Load(y2), a3 = T.Load(y3), a4 = T.Load(y4), a5 = T.Load(y5);
                T b0 = T.Load(y0 + T.Count), b1 = T.Load(y1 + T.Count), b2 = T.Load(y2 + T.Count), b3 = T.Load(y3 + T.Count), b4 = T.Load(y4 + T.Count), b5 = T.Load(y5 + T.Count);
                float* w = panel + c;
                for (nint k = 0; k < stretch; k++, w += Width)
                {
                    T u = T.Load(w), v = T.Load(w + T.Count), value = T.Of(x0[k]);
                    a0 = T.FusedMultiplyAdd(value, u, a0);
                    b0 = T.FusedMultiplyAdd(value, v, b0);
                    value = T.Of(x1[k]);
                    a1 = T.FusedMultiplyAdd(value, u, a1);
                    b1 = T.FusedMultiplyAdd(value, v, b1);
                    value = T.Of(x2[k]);
                    a2 = T.FusedMultiplyAdd(value, u, a2);
                    b2 = T.FusedMultiplyAdd(value, v, b2);
                    value = T.Of(x3[k]);
                    a3 = T.FusedMultiplyAdd(value, u, a3);
                    b3 = T.FusedMultiplyAdd(value, v, b3);
                    value = T.Of(x4[k]);
                    a4 = T.FusedMultiplyAdd(value, u, a4);
                    b4 = T.FusedMultiplyAdd(value, v, b4);
                    value = T.Of(x5[k]);
                    a5 = T.FusedMultiplyAdd(value, u, a5);
                    b5 = T.FusedMultiplyAdd(value, v, b5);
                }

                a0.Store(y0);
                b0.Store(y0 + T.Count);
                a1.Store(y1);
                b1.Store(y1 + T.Count);
                a2.Store(y2);
                b2.Store(y2 + T.Count);
                a3.Store(y3);
                b3.Store(y3 + T.Count);
                a4.Store(y4);
                b4.Store(y4 + T.Count);
                a5.Store(y5);
                b5.Store(y5 + T.Count);
            }
        }
    }
}
