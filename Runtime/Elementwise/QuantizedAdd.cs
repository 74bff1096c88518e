using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The sum of two quantized tensors. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class QuantizedAdd
{
    /// <summary><c>y = clamp(round_half_even(fma(a − moved, aScale, fma(b − moved, bScale, offset))), low, high) + moved</c></summary>
    /// <param name="loop">a is its X, b its Z.</param>
    /// <param name="offset">The output's zero point minus the scaled zero points of the operands.</param>
    /// <param name="moved">The offset and the bounds are those of codes before they were moved by it.</param>
    public static void Run(byte* a, byte* b, byte* y, in LoopNest loop, float aScale, float bScale, float offset, int low, int high, int moved, int part, int parts) =>
        Run(InstructionSets.Vectors, a, b, y, loop, aScale, bScale, offset, low, high, moved, part, parts);

    internal static void Run(
        InstructionSet set, byte* a, byte* b, byte* y, in LoopNest loop, float aScale, float bScale, float offset, int low, int high, int moved, int part, int parts)
    {
        if (moved == 0)
        {
            LoopDriver.Run(set, loop, new Loop<Unmoved>(a, b, y, loop, aScale, bScale, offset, low, high), part, parts);
        }
        else
        {
            LoopDriver.Run(set, loop, new Loop<SignMoved>(a, b, y, loop, aScale, bScale, offset, low, high), part, parts);
        }
    }

    /// <summary>By how much codes were moved, known to the compiler.</summary>
    interface ICodes
    {
        static abstract int Moved { get; }
    }

    readonly struct Unmoved : ICodes
    {
        public static int Moved => 0;
    }

    /// <summary>Signed codes that became unsigned.</summary>
    readonly struct SignMoved : ICodes
    {
        public static int Moved => 128;
    }

    readonly struct Loop<TCodes>(byte* a, byte* b, byte* y, in LoopNest nest, float aScale, float bScale, float offset, int low, int high) : ILoop
        where TCodes : struct, ICodes
    {
        readonly byte* left = a;
        readonly byte* right = b;
        readonly byte* output = y;
        readonly int leftStride = nest.X[nest.Rank - 1];
        readonly int rightStride = nest.Z[nest.Rank - 1];
        readonly int stride = nest.Y[nest.Rank - 1];
        readonly float leftScale = aScale;
        readonly float rightScale = bScale;
        readonly float constant = offset;
        readonly float least = low;
        readonly float most = high;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            byte* a = left + x;
            byte* b = right + z;
            byte* to = output + y;
            F aScale = L.Create(leftScale);
            F bScale = L.Create(rightScale);
            F offset = L.Create(constant);
            CodeRounding<L, I, F> codes = new(least, most, TCodes.Moved);
            int i = 0;
            if (leftStride == 1 && rightStride == 1 && stride == 1)
            {
                for (; i <= count - L.Count; i += L.Count)
                {
                    L.StoreCodes(to + i, codes.Of(L.FusedMultiplyAdd(Real<L, I, F>(a + i), aScale, L.FusedMultiplyAdd(Real<L, I, F>(b + i), bScale, offset))));
                }
            }

            // An operand that stays the same along the run is read once.
            byte* aSpill = stackalloc byte[L.Count];
            byte* bSpill = stackalloc byte[L.Count];
            F value = L.Create((float)(*a - TCodes.Moved));
            F inner = L.FusedMultiplyAdd(L.Create((float)(*b - TCodes.Moved)), bScale, offset);
            for (; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                if (leftStride != 0)
                {
                    value = Real<L, I, F>(LaneAccess.Gather(a + (nint)i * leftStride, leftStride, valid, aSpill, L.Count));
                }

                if (rightStride != 0)
                {
                    F real = Real<L, I, F>(LaneAccess.Gather(b + (nint)i * rightStride, rightStride, valid, bSpill, L.Count));
                    inner = L.FusedMultiplyAdd(real, bScale, offset);
                }

                LaneAccess.StoreCodes<L, I, F>(to + (nint)i * stride, stride, valid, codes.Of(L.FusedMultiplyAdd(value, aScale, inner)));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static F Real<L, I, F>(byte* codes)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            I loaded = L.LoadCodes(codes);
            return L.ToFloat(TCodes.Moved == 0 ? loaded : L.Subtract(loaded, L.Create(TCodes.Moved)));
        }
    }
}
