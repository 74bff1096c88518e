using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class CastsTests
{
    private static readonly float[] Floats = [0, -0.5f, 0.9f, 1.5f, -1.5f, 127.7f, 128, -129, 255, 256, 300.2f, 65535, 1e9f, float.NaN];

    [Fact]
    public void FloatsAreCutOff()
    {
        AssertCast<float, int>(Floats, v => float.IsNaN(v) ? 0 : (int)v);
        AssertCast<float, long>(Floats, v => float.IsNaN(v) ? 0 : (long)v);
        AssertCast<float, byte>(Floats, v => float.IsNaN(v) ? (byte)0 : (byte)Math.Clamp((int)v, byte.MinValue, byte.MaxValue));
        AssertCast<float, sbyte>(Floats, v => float.IsNaN(v) ? (sbyte)0 : (sbyte)Math.Clamp((int)v, sbyte.MinValue, sbyte.MaxValue));
        AssertCast<float, short>(Floats, v => float.IsNaN(v) ? (short)0 : (short)Math.Clamp((int)v, short.MinValue, short.MaxValue));
        AssertCast<float, ushort>(Floats, v => float.IsNaN(v) ? (ushort)0 : (ushort)Math.Clamp((int)v, ushort.MinValue, ushort.MaxValue));
        AssertCast<float, bool>(Floats, v => v != 0);
        AssertCast<float, double>(Floats, v => v);
        AssertCast<float, Half>(Floats, v => (Half)v);
        AssertCast<Half, float>(Floats.Select(v => (Half)v).ToArray(), v => (float)v);
        AssertCast<double, float>([1e300, 0.1, -0.0], v => (float)v);
    }

    [Fact]
    public void FloatsBeyondTheRangeBecomeTheNearestBound()
    {
        AssertCast<float, int>([3e9f, -3e9f, float.PositiveInfinity], v => v > 0 ? int.MaxValue : int.MinValue);
        AssertCast<float, byte>([3e9f, -3e9f], v => v > 0 ? byte.MaxValue : byte.MinValue);
        AssertCast<float, sbyte>([3e9f, -3e9f], v => v > 0 ? sbyte.MaxValue : sbyte.MinValue);
        AssertCast<float, uint>([5e9f, -1, float.NaN], v => v > 0 ? uint.MaxValue : 0);
        AssertCast<double, long>([1e30, -1e30], v => v > 0 ? long.MaxValue : long.MinValue);
        AssertCast<double, ulong>([1e30, -1e30], v => v > 0 ? ulong.MaxValue : 0);
    }

    [Fact]
    public void IntegersWrapAndKeepTheirSign()
    {
        long[] values = [0, 1, -1, 127, 128, 255, 256, -129, 70_000, 5_000_000_000, long.MinValue];
        AssertCast<long, int>(values, v => unchecked((int)v));
        AssertCast<long, sbyte>(values, v => unchecked((sbyte)v));
        AssertCast<long, ulong>(values, v => unchecked((ulong)v));
        AssertCast<long, float>(values, v => v);
        AssertCast<long, bool>(values, v => v != 0);
        AssertCast<sbyte, int>([-128, 127, -1], v => v);
        AssertCast<sbyte, uint>([-1], _ => uint.MaxValue);
        AssertCast<short, float>([-32768, 5], v => v);
        AssertCast<byte, float>([0, 255], v => v);
        AssertCast<ushort, long>([65535], v => v);
        AssertCast<uint, long>([uint.MaxValue], v => v);
        AssertCast<uint, float>([uint.MaxValue], v => v);
        AssertCast<ulong, double>([ulong.MaxValue], v => v);
        AssertCast<ulong, int>([ulong.MaxValue], _ => -1);
        AssertCast<ulong, bool>([1UL << 40], _ => true);
        AssertCast<bool, float>([true, false], v => v ? 1 : 0);
        AssertCast<bool, long>([true, false], v => v ? 1 : 0);
    }

    private static void AssertCast<TFrom, TTo>(TFrom[] values, Func<TFrom, TTo> expected)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        TFrom[] many = Enumerable.Repeat(values, 40).SelectMany(v => v).ToArray();
        for (int parts = 1; parts <= 3; parts++)
        {
            TTo[] y = new TTo[many.Length];
            fixed (TFrom* from = many)
            {
                fixed (TTo* to = y)
                {
                    for (int part = 0; part < parts; part++)
                    {
                        Casts.Run(from, to, many.Length, part, parts);
                    }
                }
            }

            Assert.Equal(many.Select(expected), y);
        }
    }
}
