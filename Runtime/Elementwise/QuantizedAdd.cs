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
        readonly byte* to = y;
        readonly int leftStride = nest.X[nest.Rank - 1];
        readonly int rightStride = nest.Z[nest.Rank - 1];
        readonly int toStride = nest.Y[nest.Rank - 1];
        readonly float leftScale = aScale;
        readonly float rightScale = bScale;
        readonly float constant = offset;
        readonly float least = low;
        readonly float most = high;

        /// <summary>An operand that stays the same along the run is read once.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F aScale = L.Create(leftScale);
            F bScale = L.Create(rightScale);
            F offset = L.Create(constant);
            F low = L.Create(least);
            F high = L.Create(most);
            byte* aSpill = stackalloc byte[L.Count];
            byte* bSpill = stackalloc byte[L.Count];
            F a = L.Create((float)(left[x] - TCodes.Moved));
            F inner = L.FusedMultiplyAdd(L.Create((float)(right[z] - TCodes.Moved)), bScale, offset);
            for (int i = 0; i < count; i += L.Count)
            {
                int valid = Math.Min(L.Count, count - i);
                if (leftStride != 0)
                {
                    a = Real<L, I, F>(LaneAccess.Gather(left + x + (nint)i * leftStride, leftStride, valid, aSpill, L.Count));
                }

                if (rightStride != 0)
                {
                    F b = Real<L, I, F>(LaneAccess.Gather(right + z + (nint)i * rightStride, rightStride, valid, bSpill, L.Count));
                    inner = L.FusedMultiplyAdd(b, bScale, offset);
                }

                I codes = L.Round(L.Min(L.Max(L.FusedMultiplyAdd(a, aScale, inner), low), high));
                LaneAccess.StoreCodes<L, I, F>(to + y + (nint)i * toStride, toStride, valid, TCodes.Moved == 0 ? codes : L.Add(codes, L.Create(TCodes.Moved)));
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
