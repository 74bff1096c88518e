using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The sum of two quantized tensors. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class QuantizedAdd
{
    /// <summary>
    /// <c>y = clamp(round_half_even(fma(a, aScale, fma(b, bScale, offset))), low, high)</c>. Where an operand is the same along the innermost
    /// dimension, its product joins the offset first, in two roundings: <c>fma(a, aScale, offset + b·bScale)</c>, and likewise with the roles swapped.
    /// </summary>
    /// <param name="loop">a is its X, b its Z.</param>
    /// <param name="offset">The output's zero point minus the scaled zero points of the operands.</param>
    public static void Run(byte* a, byte* b, byte* y, in LoopNest loop, float aScale, float bScale, float offset, int low, int high, int part, int parts) =>
        Run(InstructionSets.Vectors, a, b, y, loop, aScale, bScale, offset, low, high, part, parts);

    internal static void Run(
        InstructionSet set, byte* a, byte* b, byte* y, in LoopNest loop, float aScale, float bScale, float offset, int low, int high, int part, int parts)
    {
        int inner = loop.Rank - 1;
        Loop body = new() { A = a, B = b, Y = y, AStride = loop.X[inner], BStride = loop.Z[inner], YStride = loop.Y[inner], AScale = aScale, BScale = bScale, Offset = offset, Low = low, High = high };
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
        public float AScale;
        public float BScale;
        public float Offset;
        public int Low;
        public int High;

        public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            if (BStride == 0)
            {
                AddConstant<L, I, F>(A + x, AStride, AScale, Offset + B[z] * BScale, Y + y, count);
            }
            else if (AStride == 0)
            {
                AddConstant<L, I, F>(B + z, BStride, BScale, Offset + A[x] * AScale, Y + y, count);
            }
            else
            {
                AddBoth<L, I, F>(A + x, B + z, Y + y, count);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        readonly void AddBoth<L, I, F>(byte* a, byte* b, byte* y, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F aScale = L.Create(AScale);
            F bScale = L.Create(BScale);
            F offset = L.Create(Offset);
            F low = L.Create((float)Low);
            F high = L.Create((float)High);
            byte* aSpill = stackalloc byte[L.Count];
            byte* bSpill = stackalloc byte[L.Count];
            for (int i = 0; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                byte* aCodes = LaneAccess.Gather(a + (nint)i * AStride, AStride, valid, aSpill, L.Count);
                byte* bCodes = LaneAccess.Gather(b + (nint)i * BStride, BStride, valid, bSpill, L.Count);
                F sum = L.FusedMultiplyAdd(L.ToFloat(L.LoadCodes(aCodes)), aScale, L.FusedMultiplyAdd(L.ToFloat(L.LoadCodes(bCodes)), bScale, offset));
                LaneAccess.StoreCodes<L, I, F>(y + (nint)i * YStride, YStride, valid, L.Round(L.Min(L.Max(sum, low), high)));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        readonly void AddConstant<L, I, F>(byte* x, int stride, float scale, float constant, byte* y, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F scales = L.Create(scale);
            F constants = L.Create(constant);
            F low = L.Create((float)Low);
            F high = L.Create((float)High);
            byte* spill = stackalloc byte[L.Count];
            for (int i = 0; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                byte* codes = LaneAccess.Gather(x + (nint)i * stride, stride, valid, spill, L.Count);
                F sum = L.FusedMultiplyAdd(L.ToFloat(L.LoadCodes(codes)), scales, constants);
                LaneAccess.StoreCodes<L, I, F>(y + (nint)i * YStride, YStride, valid, L.Round(L.Min(L.Max(sum, low), high)));
            }
        }
    }
}
