using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The product of two quantized tensors. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class QuantizedMul
{
    /// <summary><c>y = clamp(round_half_even(float((a − aZeroPoint)·(b − bZeroPoint))·scale + float(yZeroPoint)), low, high)</c>: multiply, then add.</summary>
    /// <param name="loop">a is its X, b its Z.</param>
    /// <param name="scale">(a's scale · b's scale) / y's scale.</param>
    /// <param name="moved">Added to the result: y's zero point and the bounds are those of codes before they were moved by it.</param>
    public static void Run(
        byte* a, byte* b, byte* y, in LoopNest loop, int aZeroPoint, int bZeroPoint, float scale, int yZeroPoint, int low, int high, int moved, int part, int parts) =>
        Run(InstructionSets.Vectors, a, b, y, loop, aZeroPoint, bZeroPoint, scale, yZeroPoint, low, high, moved, part, parts);

    internal static void Run(
        InstructionSet set, byte* a, byte* b, byte* y, in LoopNest loop, int aZeroPoint, int bZeroPoint, float scale, int yZeroPoint, int low, int high, int moved, int part, int parts)
    {
        LoopDriver.Run(set, loop, new Loop(a, b, y, loop, aZeroPoint, bZeroPoint, scale, yZeroPoint, low, high, moved), part, parts);
    }

    readonly struct Loop(byte* a, byte* b, byte* y, in LoopNest nest, int aZeroPoint, int bZeroPoint, float scale, int yZeroPoint, int low, int high, int moved) : ILoop
    {
        readonly byte* left = a;
        readonly byte* right = b;
        readonly byte* output = y;
        readonly int leftStride = nest.X[nest.Rank - 1];
        readonly int rightStride = nest.Z[nest.Rank - 1];
        readonly int stride = nest.Y[nest.Rank - 1];
        readonly int leftZero = aZeroPoint;
        readonly int rightZero = bZeroPoint;
        readonly float factor = scale;
        readonly float zero = yZeroPoint;
        readonly float least = low;
        readonly float most = high;
        readonly int shift = moved;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            byte* a = left + x;
            byte* b = right + z;
            byte* to = output + y;
            I aZeroPoint = L.Create(leftZero);
            I bZeroPoint = L.Create(rightZero);
            F scale = L.Create(factor);
            F offset = L.Create(zero);
            CodeRounding<L, I, F> codes = new(least, most, shift);
            int i = 0;
            if (leftStride == 1 && rightStride == 1 && stride == 1)
            {
                for (; i <= count - L.Count; i += L.Count)
                {
                    L.StoreCodes(to + i, Product(a + i, b + i));
                }
            }

            byte* aSpill = stackalloc byte[L.Count];
            byte* bSpill = stackalloc byte[L.Count];
            for (; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                byte* aCodes = LaneAccess.Gather(a + (nint)i * leftStride, leftStride, valid, aSpill, L.Count);
                byte* bCodes = LaneAccess.Gather(b + (nint)i * rightStride, rightStride, valid, bSpill, L.Count);
                LaneAccess.StoreCodes<L, I, F>(to + (nint)i * stride, stride, valid, Product(aCodes, bCodes));
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            I Product(byte* a, byte* b)
            {
                I product = L.Multiply(L.Subtract(L.LoadCodes(a), aZeroPoint), L.Subtract(L.LoadCodes(b), bZeroPoint));
                return codes.Of(L.Add(L.Multiply(L.ToFloat(product), scale), offset));
            }
        }
    }
}
