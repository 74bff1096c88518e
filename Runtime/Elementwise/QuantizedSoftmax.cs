using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Softmax of codes. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class QuantizedSoftmax
{
    /// <summary>
    /// With <c>t[i] = table[255 − max(x) + x[i]]</c> along the innermost dimension:
    /// <c>y[i] = min(255, round_half_even(t[i]·scaleReciprocal / Σt) + zeroPoint)</c>. The sum is taken in order, in float; where it is 0,
    /// so are the quotients.
    /// </summary>
    /// <param name="loop">The innermost dimension is the one that sums to 1; rows, not elements, are divided among the parts.</param>
    /// <param name="table">256 exponentials, e^(scale·(i − 255)) times a factor that all share.</param>
    /// <param name="scaleReciprocal">⌊1 / the output's scale⌋.</param>
    public static void Run(byte* x, byte* y, in LoopNest loop, float* table, float scaleReciprocal, int zeroPoint, int part, int parts) =>
        Run(InstructionSets.Vectors, x, y, loop, table, scaleReciprocal, zeroPoint, part, parts);

    internal static void Run(InstructionSet set, byte* x, byte* y, in LoopNest loop, float* table, float scaleReciprocal, int zeroPoint, int part, int parts)
    {
        int inner = loop.Rank - 1;
        LoopNest rows = loop;
        rows.Extent[inner] = 1;
        Loop body = new()
        {
            X = x, Y = y, Length = loop.Extent[inner], XStride = loop.X[inner], YStride = loop.Y[inner], Table = table, ScaleReciprocal = scaleReciprocal, ZeroPoint = zeroPoint,
        };
        LoopDriver.Run(set, rows, body, part, parts);
    }

    struct Loop : ILoop
    {
        public byte* X;
        public byte* Y;
        public int Length;
        public int XStride;
        public int YStride;
        public float* Table;
        public float ScaleReciprocal;
        public int ZeroPoint;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            byte* from = X + x;
            int max = 0;
            for (int i = 0; i < Length; i++)
            {
                max = Math.Max(max, from[(nint)i * XStride]);
            }

            float* table = Table + (255 - max);
            float sum = 0;
            for (int i = 0; i < Length; i++)
            {
                sum += table[from[(nint)i * XStride]];
            }

            F divisor = L.Create(sum > 0 ? sum : 1);
            F factor = L.Create(ScaleReciprocal);
            F most = L.Create((float)(255 - ZeroPoint));
            I zeroPoint = L.Create(ZeroPoint);
            float* exponentials = stackalloc float[L.Count];
            for (int i = 0; i < Length; i += L.Count)
            {
                int valid = Math.Min(L.Count, Length - i);
                for (int lane = 0; lane < valid; lane++)
                {
                    exponentials[lane] = table[from[(nint)(i + lane) * XStride]];
                }

                F quotient = L.Divide(L.Multiply(L.Load(exponentials), factor), divisor);
                I codes = L.Add(L.Round(L.Min(quotient, most)), zeroPoint);
                LaneAccess.StoreCodes<L, I, F>(Y + y + (nint)i * YStride, YStride, valid, codes);
            }
        }
    }
}
