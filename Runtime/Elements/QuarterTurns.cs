using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Reduces angles to less than an eighth of a turn around the nearest quarter turn.</summary>
internal static class QuarterTurns
{
    // π/2 in three parts, each the nearest number to what the ones before left.
    private const double First = 1.5707963267948966;
    private const double Second = 6.123233995736766e-17;
    private const double Third = -1.4973849048591698e-33;

    private const double TwoToMinus64 = 1 / 18446744073709551616.0;

    /// <summary>2/π, 1280 bits behind the binary point.</summary>
    private static ReadOnlySpan<ulong> Inverse =>
    [
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
        0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
        0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
        0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>x = r + q·π/2 with |r| ≤ π/4, up to rounding; q modulo 4. Infinite angles give NaN.</summary>
    public static double Reduce(double x, out int quarters)
    {
        if (Math.Abs(x) < 1 << 30)
        {
            double n = Math.Round(x * (1 / First));
            quarters = (int)n & 3;
            return Math.FusedMultiplyAdd(-n, Third, Math.FusedMultiplyAdd(-n, Second, Math.FusedMultiplyAdd(-n, First, x)));
        }

        quarters = 0;
        return double.IsFinite(x) ? Large(x, out quarters) : double.NaN;
    }

    /// <summary>
    /// |x| is m·2ᵉ with integers m and e. Bits of 2/π that weigh 4·2⁻ᵉ or more give whole turns; 192 bits from there on, times m, are the quarter turns
    /// modulo 4 in the first two bits, and the fraction of one in the others.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Large(double x, out int quarters)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong m = ((ulong)bits & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000;
        int start = (int)((bits >> 52) & 0x7FF) - 1075 - 2;
        ulong carried = Math.BigMul(m, Word(start + 128), out _);
        ulong top = Math.BigMul(m, Word(start + 64), out ulong low);
        low += carried;
        top += (m * Word(start)) + (low < carried ? 1UL : 0);

        // The nearest quarter turn: what is left is a signed fraction.
        long fraction = (long)((top << 2) | (low >> 62));
        double r = ((fraction * TwoToMinus64) + ((low << 2) * (TwoToMinus64 * TwoToMinus64))) * First;
        int turned = (int)(top >> 62) + (fraction < 0 ? 1 : 0);
        quarters = (x < 0 ? -turned : turned) & 3;
        return x < 0 ? -r : r;
    }

    /// <summary>64 bits of 2/π from a bit behind the point on; those before the point are 0.</summary>
    private static ulong Word(int bit)
    {
        if (bit < 0)
        {
            return bit <= -64 ? 0 : Inverse[0] >> -bit;
        }

        int index = bit / 64, shift = bit % 64;
        return shift == 0 ? Inverse[index] : (Inverse[index] << shift) | (Inverse[index + 1] >> (64 - shift));
    }
}
