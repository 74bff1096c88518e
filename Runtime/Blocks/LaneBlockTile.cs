using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Four rows or one by a register of columns at a time.</summary>
internal readonly unsafe struct LaneBlockTile<D, L, I, F> : IBlockTile
    where D : struct, IQuadDot<I>
    where L : struct, ILanes<I, F>
    where I : struct
    where F : struct
{
    public static int Rows => 4;

    public static bool Signed => D.Signed;

    public static void Sum(in BlockRows x, int row, int count, in BlockPanels w, int panel, float* sums)
    {
        for (int lane = 0; lane < 16; lane += L.Count)
        {
            if (w.Bits == 4)
            {
                Sum<Bits4>(x, row, count, w, panel, lane, sums + lane);
            }
            else
            {
                Sum<Bits8>(x, row, count, w, panel, lane, sums + lane);
            }
        }
    }

    private static void Sum<TBits>(in BlockRows x, int row, int count, in BlockPanels w, int panel, int lane, float* sums)
        where TBits : struct, ICodeBits
    {
        if (count == 1)
        {
            Sum1<TBits>(x, row, w, panel, lane, sums);
        }
        else
        {
            Sum4<TBits>(x, row, count, w, panel, lane, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum4<TBits>(in BlockRows x, int row, int count, in BlockPanels w, int panel, int lane, float* sums)
        where TBits : struct, ICodeBits
    {
        // Missing rows repeat the last one.
        int r1 = Math.Min(1, count - 1), r2 = Math.Min(2, count - 1), r3 = count - 1;
        nint length = 8 * (nint)w.Steps * w.Blocks, entry = ((nint)panel * w.Blocks * 16) + lane;
        sbyte* x0 = x.Codes + (row * length), x1 = x0 + (r1 * length), x2 = x0 + (r2 * length), x3 = x0 + (r3 * length);
        byte* codes = w.Codes + ((nint)panel * w.Blocks * w.BlockBytes) + (4 * lane);
        F s0 = L.Create(0f), s1 = s0, s2 = s0, s3 = s0;
        nint at = row;
        for (int block = 0; block < w.Blocks; block++, entry += 16, at += x.Stride)
        {
            I a0 = L.Create(x.Offsets[at]), a1 = L.Create(x.Offsets[at + r1]), a2 = L.Create(x.Offsets[at + r2]), a3 = L.Create(x.Offsets[at + r3]);
            if (w.Zeros != null)
            {
                I zeros = Zeros<TBits>(w.Zeros + entry);
                a0 = L.Multiply(a0, zeros);
                a1 = L.Multiply(a1, zeros);
                a2 = L.Multiply(a2, zeros);
                a3 = L.Multiply(a3, zeros);
            }

            if (w.Constants != null)
            {
                I constants = L.Load(w.Constants + entry);
                a0 = L.Add(a0, constants);
                a1 = L.Add(a1, constants);
                a2 = L.Add(a2, constants);
                a3 = L.Add(a3, constants);
            }

            for (int step = 0; step < w.Steps; step++, x0 += 8, x1 += 8, x2 += 8, x3 += 8)
            {
                codes = Next<TBits>(codes, out I first, out I second);
                a0 = Dot<TBits>(a0, first, second, x0);
                a1 = Dot<TBits>(a1, first, second, x1);
                a2 = Dot<TBits>(a2, first, second, x2);
                a3 = Dot<TBits>(a3, first, second, x3);
            }

            F scales = L.Load(w.Scales + entry);
            s0 = L.FusedMultiplyAdd(L.ToFloat(a0), Scaled(scales, x.Scales, at), s0);
            s1 = L.FusedMultiplyAdd(L.ToFloat(a1), Scaled(scales, x.Scales, at + r1), s1);
            s2 = L.FusedMultiplyAdd(L.ToFloat(a2), Scaled(scales, x.Scales, at + r2), s2);
            s3 = L.FusedMultiplyAdd(L.ToFloat(a3), Scaled(scales, x.Scales, at + r3), s3);
        }

        L.Store(sums, s0);
        L.Store(sums + 16, s1);
        L.Store(sums + 32, s2);
        L.Store(sums + 48, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum1<TBits>(in BlockRows x, int row, in BlockPanels w, int panel, int lane, float* sums)
        where TBits : struct, ICodeBits
    {
        nint entry = ((nint)panel * w.Blocks * 16) + lane, at = row;
        sbyte* x0 = x.Codes + (row * 8 * (nint)w.Steps * w.Blocks);
        byte* codes = w.Codes + ((nint)panel * w.Blocks * w.BlockBytes) + (4 * lane);
        F sum = L.Create(0f);
        for (int block = 0; block < w.Blocks; block++, entry += 16, at += x.Stride)
        {
            I a0 = L.Create(x.Offsets[at]);
            a0 = w.Zeros == null ? a0 : L.Multiply(a0, Zeros<TBits>(w.Zeros + entry));
            a0 = w.Constants == null ? a0 : L.Add(a0, L.Load(w.Constants + entry));
            for (int step = 0; step < w.Steps; step++, x0 += 8)
            {
                codes = Next<TBits>(codes, out I first, out I second);
                a0 = Dot<TBits>(a0, first, second, x0);
            }

            sum = L.FusedMultiplyAdd(L.ToFloat(a0), Scaled(L.Load(w.Scales + entry), x.Scales, at), sum);
        }

        L.Store(sums, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static I Zeros<TBits>(byte* zeros)
        where TBits : struct, ICodeBits => D.Signed && TBits.Bits == 8 ? L.Subtract(L.LoadCodes(zeros), L.Create(128)) : L.LoadCodes(zeros);

    /// <summary>The codes of a step, two registers of them; returns those of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Next<TBits>(byte* codes, out I first, out I second)
        where TBits : struct, ICodeBits
    {
        I low = L.Load((int*)codes);
        first = TBits.Bits == 4 ? D.Low(low) : low;
        second = TBits.Bits == 4 ? D.High(low) : L.Load((int*)(codes + 64));
        return codes + (TBits.Bits == 4 ? 64 : 128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static I Dot<TBits>(I sum, I first, I second, sbyte* x)
        where TBits : struct, ICodeBits
    {
        I low = L.Create(*(int*)x), high = L.Create(*(int*)(x + 4));
        return TBits.Bits == 4 ? D.AddHalves(D.AddHalves(sum, first, low), second, high) : D.AddBytes(D.AddBytes(sum, first, low), second, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Scaled(F scales, float* factors, nint at) => factors == null ? scales : L.Multiply(scales, L.Create(factors[at]));
}
