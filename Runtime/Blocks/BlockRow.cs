using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>One row of x times a matrix in blocks: its codes are unpacked in registers, and read once.</summary>
internal static unsafe class BlockRow
{
    /// <summary>Computes columns from <paramref name="begin"/>, a multiple of 16, to <paramref name="end"/>, four registers at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TBits>(float* x, in BlockMatrix weights, float* bias, float* y, int begin, int end, float low, float high)
        where T : struct, IFloatLanes<T>
        where TBits : struct, ICodeBits
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        int perByte = BlockColumns<T, TBits>.PerByte;
        for (int column = begin; column < end; column += 4 * T.Count)
        {
            // A register without columns repeats the last one's work and stores nothing.
            int last = column + ((end - 1 - column) / T.Count * T.Count);
            int c1 = Math.Min(column + T.Count, last), c2 = Math.Min(column + (2 * T.Count), last), c3 = Math.Min(column + (3 * T.Count), last);
            BlockColumns<T, TBits> w0 = new(weights, column), w1 = new(weights, c1), w2 = new(weights, c2), w3 = new(weights, c3);
            T a0 = T.Of(0), a1 = a0, a2 = a0, a3 = a0;
            nint at = 0;
            for (int block = 0, k = 0; k < weights.Length; block++)
            {
                w0.Enter(block);
                w1.Enter(block);
                w2.Enter(block);
                w3.Enter(block);
                int next = Math.Min(k + weights.Block, weights.Length);
                for (; k + perByte <= next; k += perByte, at++)
                {
                    T value = T.Of(x[k]);
                    a0 = T.FusedMultiplyAdd(value, w0.Weights(at, 0), a0);
                    a1 = T.FusedMultiplyAdd(value, w1.Weights(at, 0), a1);
                    a2 = T.FusedMultiplyAdd(value, w2.Weights(at, 0), a2);
                    a3 = T.FusedMultiplyAdd(value, w3.Weights(at, 0), a3);
                    if (TBits.Bits <= 4)
                    {
                        value = T.Of(x[k + 1]);
                        a0 = T.FusedMultiplyAdd(value, w0.Weights(at, 1), a0);
                        a1 = T.FusedMultiplyAdd(value, w1.Weights(at, 1), a1);
                        a2 = T.FusedMultiplyAdd(value, w2.Weights(at, 1), a2);
                        a3 = T.FusedMultiplyAdd(value, w3.Weights(at, 1), a3);
                    }

                    if (TBits.Bits == 2)
                    {
                        value = T.Of(x[k + 2]);
                        a0 = T.FusedMultiplyAdd(value, w0.Weights(at, 2), a0);
                        a1 = T.FusedMultiplyAdd(value, w1.Weights(at, 2), a1);
                        a2 = T.FusedMultiplyAdd(value, w2.Weights(at, 2), a2);
                        a3 = T.FusedMultiplyAdd(value, w3.Weights(at, 2), a3);
                        value = T.Of(x[k + 3]);
                        a0 = T.FusedMultiplyAdd(value, w0.Weights(at, 3), a0);
                        a1 = T.FusedMultiplyAdd(value, w1.Weights(at, 3), a1);
                        a2 = T.FusedMultiplyAdd(value, w2.Weights(at, 3), a2);
                        a3 = T.FusedMultiplyAdd(value, w3.Weights(at, 3), a3);
                    }
                }

                for (int index = 0; k < next; k++, index++)
                {
                    T value = T.Of(x[k]);
                    a0 = T.FusedMultiplyAdd(value, w0.Weights(at, index), a0);
                    a1 = T.FusedMultiplyAdd(value, w1.Weights(at, index), a1);
                    a2 = T.FusedMultiplyAdd(value, w2.Weights(at, index), a2);
                    a3 = T.FusedMultiplyAdd(value, w3.Weights(at, index), a3);
                }
            }

            Store(a0, bias, y, column, end, low, high, buffer);
            Store(a1, bias, y, column + T.Count, end, low, high, buffer);
            Store(a2, bias, y, column + (2 * T.Count), end, low, high, buffer);
            Store(a3, bias, y, column + (3 * T.Count), end, low, high, buffer);
        }
    }

    /// <summary>Stores sums and their biases from a column on, as far as there are columns, between two bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T sum, float* bias, float* y, int column, int end, float low, float high, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        if (end <= column)
        {
            return;
        }

        sum = bias == null ? sum : sum + T.Load(bias + column);
        T least = T.Of(low), greatest = T.Of(high);
        sum = T.IfLess(sum, least, least, T.IfLess(greatest, sum, greatest, sum));
        if (end - column >= T.Count)
        {
            sum.Store(y + column);
        }
        else
        {
            SpreadLanes.Store(sum, y + column, 1, end - column, buffer);
        }
    }
}
