using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Reductions of the middle axis of a row-major tensor <c>[outer][length][inner]</c> of any type, in the order of <see cref="FloatReduce"/>:
/// <c>ElementReduce.Run&lt;long, ElementReduce.Sum&lt;long&gt;&gt;(…)</c>.
/// </summary>
public static unsafe class ElementReduce
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TOperator>(T* x, T* y, int outer, int length, int inner, int part, int parts)
        where T : unmanaged
        where TOperator : struct, IElementReduction<T>
    {
        T* partial = stackalloc T[FloatReduce.Partials];
        (int begin, int end) = Partition.Of(checked(outer * inner), part, parts, 64);
        for (int i = begin; i < end; i++)
        {
            for (int k = 0; k < FloatReduce.Partials; k++)
            {
                partial[k] = TOperator.Start;
            }

            T* at = x + ((nint)(i / inner) * length * inner) + (i % inner);
            for (int k = 0; k < length; k++)
            {
                ref T total = ref partial[k % FloatReduce.Partials];
                total = TOperator.Add(total, *at);
                at += inner;
            }

            for (int width = FloatReduce.Partials / 2; width > 0; width /= 2)
            {
                for (int k = 0; k < width; k++)
                {
                    partial[k] = TOperator.Add(partial[k], partial[k + width]);
                }
            }

            y[i] = TOperator.Finish(partial[0], length);
        }
    }

    /// <summary>The sum.</summary>
    public readonly struct Sum<T> : IElementReduction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Start => T.Zero;

        public static T Add(T total, T x) => total + x;

        public static T Finish(T total, int count) => total;
    }

    /// <summary>The sum divided by the number of elements; of integers towards zero.</summary>
    public readonly struct Mean<T> : IElementReduction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Start => T.Zero;

        public static T Add(T total, T x) => total + x;

        public static T Finish(T total, int count) => total / T.CreateTruncating(count);
    }

    /// <summary>The product.</summary>
    public readonly struct Product<T> : IElementReduction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Start => T.One;

        public static T Add(T total, T x) => total * x;

        public static T Finish(T total, int count) => total;
    }

    /// <summary>The least; NaN if one is.</summary>
    public readonly struct Min<T> : IElementReduction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Start => T.CreateSaturating(double.PositiveInfinity);

        public static T Add(T total, T x) => T.Min(total, x);

        public static T Finish(T total, int count) => total;
    }

    /// <summary>The greatest; NaN if one is.</summary>
    public readonly struct Max<T> : IElementReduction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Start => T.CreateSaturating(double.NegativeInfinity);

        public static T Add(T total, T x) => T.Max(total, x);

        public static T Finish(T total, int count) => total;
    }

    /// <summary>Of bytes that are 0 or 1: 1 when all are.</summary>
    public readonly struct All : IElementReduction<byte>
    {
        public static byte Start => 1;

        public static byte Add(byte total, byte x) => (byte)(total & x);

        public static byte Finish(byte total, int count) => total;
    }

    /// <summary>Of bytes that are 0 or 1: 1 when any is.</summary>
    public readonly struct Any : IElementReduction<byte>
    {
        public static byte Start => 0;

        public static byte Add(byte total, byte x) => (byte)(total | x);

        public static byte Finish(byte total, int count) => total;
    }
}
