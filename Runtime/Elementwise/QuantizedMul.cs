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
        int inner = loop.Rank - 1;
        Loop body = new()
        {
            A = a, B = b, Y = y, AStride = loop.X[inner], BStride = loop.Z[inner], YStride = loop.Y[inner],
            AZeroPoint = aZeroPoint, BZeroPoint = bZeroPoint, Scale = scale, YZeroPoint = yZeroPoint, Low = low, High = high, Moved = moved,
        };
        LoopDriver.Run(set, loop, body, part, parts);
    }

    struct Loop : ILoop
    {
        public byte* A;
        public byte* B;
        public byte* Y;
        public int AStride;
        public int BStride;
        public int YStride;
        public int AZeroPoint;
        public int BZeroPoint;
        public float Scale;
        public int YZeroPoint;
        public int Low;
        public int High;
        public int Moved;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            byte* a = A + x;
            byte* b = B + z;
            byte* to = Y + y;
            I aZeroPoint = L.Create(AZeroPoint);
            I bZeroPoint = L.Create(BZeroPoint);
            F scale = L.Create(Scale);
            F offset = L.Create((float)YZeroPoint);
            F low = L.Create((float)Low);
            F high = L.Create((float)High);
            I moved = L.Create(Moved);
            byte* aSpill = stackalloc byte[L.Count];
            byte* bSpill = stackalloc byte[L.Count];
            for (int i = 0; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                byte* aCodes = LaneAccess.Gather(a + (nint)i * AStride, AStride, valid, aSpill, L.Count);
                byte* bCodes = LaneAccess.Gather(b + (nint)i * BStride, BStride, valid, bSpill, L.Count);
                I product = L.Multiply(L.Subtract(L.LoadCodes(aCodes), aZeroPoint), L.Subtract(L.LoadCodes(bCodes), bZeroPoint));
                F value = L.Add(L.Multiply(L.ToFloat(product), scale), offset);
                LaneAccess.StoreCodes<L, I, F>(to + (nint)i * YStride, YStride, valid, L.Add(L.Round(L.Min(L.Max(value, low), high)), moved));
            }
        }
    }
}
