using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class ElementwiseTests
{
    public static TheoryData<string, LoopNest> Nests => new()
    {
        { "contiguous", new LoopNest([1003], [1], [1], [1]) },
        { "scalar on the right", new LoopNest([1003], [1], [0], [1]) },
        { "scalar on the left", new LoopNest([1003], [0], [1], [1]) },
        { "two scalars", new LoopNest([1], [0], [0], [1]) },
        { "per channel, NHWC", new LoopNest([35, 19], [19, 1], [0, 1], [19, 1]) },
        { "per channel, NCHW", new LoopNest([3, 19, 35], [665, 35, 1], [0, 1, 0], [665, 35, 1]) },
        { "strided", new LoopNest([3, 37], [100, 2], [0, 3], [80, 2]) },
        { "transposed operand", new LoopNest([20, 30], [30, 1], [1, 20], [30, 1]) },
        { "empty", new LoopNest([0], [1], [0], [1]) },
    };

    [Theory]
    [MemberData(nameof(Nests))]
    public void FloatBinariesFollowTheirFormula(string name, LoopNest loop)
    {
        Assert.NotEmpty(name);
        Binary<FloatBinary.Add>(loop, (a, b) => a + b);
        Binary<FloatBinary.Sub>(loop, (a, b) => a - b);
        Binary<FloatBinary.Mul>(loop, (a, b) => a * b);
        Binary<FloatBinary.Div>(loop, (a, b) => a / b);
        Binary<FloatBinary.Min>(loop, MathF.Min);
        Binary<FloatBinary.Max>(loop, MathF.Max);
        Binary<FloatBinary.PRelu>(loop, (a, b) => a < 0 ? a * b : a);
        Binary<FloatBinary.Pow>(loop, (a, b) => FloatPowers.Power(Lanes1.Of(a), Lanes1.Of(b)).Value);
    }

    [Theory]
    [MemberData(nameof(Nests))]
    public void FloatUnariesFollowTheirFormula(string name, LoopNest loop)
    {
        Assert.NotEmpty(name);
        Unary<FloatUnary.Relu>(loop, x => x < 0 ? 0 : x);
        Unary<FloatUnary.Clip>(loop, x => x < -0.5f ? -0.5f : x > 0.25f ? 0.25f : x);
        Unary<FloatUnary.LeakyRelu>(loop, x => x < 0 ? -0.5f * x : x);
        Unary<FloatUnary.HardSigmoid>(loop, x => Math.Clamp((-0.5f * x) + 0.25f, 0, 1));
        Unary<FloatUnary.HardSwish>(loop, x => x * Math.Clamp((1f / 6 * x) + 0.5f, 0, 1));
        Unary<FloatUnary.Sqrt>(loop, MathF.Sqrt);
        Unary<FloatUnary.Reciprocal>(loop, x => 1 / x);
        Unary<FloatUnary.Abs>(loop, MathF.Abs);
        Unary<FloatUnary.Neg>(loop, x => -x);
        Unary<FloatUnary.Floor>(loop, MathF.Floor);
        Unary<FloatUnary.Ceil>(loop, MathF.Ceiling);
        Unary<FloatUnary.Round>(loop, MathF.Round);
        Unary<FloatUnary.Softsign>(loop, x => x / (1 + MathF.Abs(x)));
    }

    [Fact]
    public void MinAndMaxPropagateNaN()
    {
        foreach ((float a, float b) in new[] { (float.NaN, 1f), (1f, float.NaN) })
        {
            float x = a, z = b, y;
            FloatBinary.Run<FloatBinary.Max>(&x, &z, &y, new LoopNest([1], [1], [1], [1]), 0, 1);
            Assert.True(float.IsNaN(y));
            FloatBinary.Run<FloatBinary.Min>(&x, &z, &y, new LoopNest([1], [1], [1], [1]), 0, 1);
            Assert.True(float.IsNaN(y));
            FloatUnary.Run<FloatUnary.Relu>(&x, &y, new LoopNest([1], [1], [1]), 0, 0, 0, 1);
            Assert.Equal(a, y);
        }
    }

    [Theory]
    [MemberData(nameof(Nests))]
    public void IntegerBinariesFollowTheirFormula(string name, LoopNest loop)
    {
        Assert.NotEmpty(name);
        Integers<ElementBinary.Add<int>, ElementBinary.Add<long>>(loop, (a, b) => a + b);
        Integers<ElementBinary.Sub<int>, ElementBinary.Sub<long>>(loop, (a, b) => a - b);
        Integers<ElementBinary.Mul<int>, ElementBinary.Mul<long>>(loop, (a, b) => a * b);
        Integers<ElementBinary.Quotient<int>, ElementBinary.Quotient<long>>(loop, (a, b) => b == 0 ? 0 : a / b);
        Integers<ElementBinary.IntegerRemainder<int>, ElementBinary.IntegerRemainder<long>>(loop, (a, b) => b == 0 ? 0 : a % b);
        Integers<ElementBinary.Mod<int>, ElementBinary.Mod<long>>(loop, (a, b) => b == 0 ? 0 : a - (b * (long)Math.Floor((double)a / b)));
        Integers<ElementBinary.Min<int>, ElementBinary.Min<long>>(loop, Math.Min);
        Integers<ElementBinary.Max<int>, ElementBinary.Max<long>>(loop, Math.Max);
        Integers<ElementBinary.IntegerPower<int>, ElementBinary.IntegerPower<long>>(loop, (a, b) => a == 0 && b < 0 ? 0 : (long)Math.Truncate(Math.Pow(a, b)));
        Integers<ElementBinary.And<int>, ElementBinary.And<long>>(loop, (a, b) => a & b);
        Integers<ElementBinary.Or<int>, ElementBinary.Or<long>>(loop, (a, b) => a | b);
        Integers<ElementBinary.Xor<int>, ElementBinary.Xor<long>>(loop, (a, b) => a ^ b);
    }

    [Fact]
    public void IntegersNeverTrap()
    {
        foreach (int b in new[] { -1, 0 })
        {
            Assert.Equal(b == 0 ? 0 : int.MinValue, ElementBinary.Quotient<int>.Invoke(int.MinValue, b));
            Assert.Equal(0, ElementBinary.IntegerRemainder<int>.Invoke(int.MinValue, b));
            Assert.Equal(0, ElementBinary.Mod<int>.Invoke(int.MinValue, b));
        }

        Assert.Equal(0UL, ElementBinary.Quotient<ulong>.Invoke(ulong.MaxValue, 0));
        Assert.Equal(ulong.MaxValue % 10, ElementBinary.Mod<ulong>.Invoke(ulong.MaxValue, 10));
    }

    [Theory]
    [InlineData(0b1100_0001, 1, 0b1000_0010, 0b0110_0000)]
    [InlineData(0b1100_0001, 7, 0b1000_0000, 1)]
    [InlineData(0b1100_0001, 8, 0, 0)]
    [InlineData(0b1100_0001, 255, 0, 0)]
    public void ShiftsLeaveNothingBeyondTheWidth(byte a, byte b, byte left, byte right)
    {
        Assert.Equal(left, ElementBinary.ShiftLeft<byte>.Invoke(a, b));
        Assert.Equal(right, ElementBinary.ShiftRight<byte>.Invoke(a, b));
        Assert.Equal(0UL, ElementBinary.ShiftLeft<ulong>.Invoke(1, ulong.MaxValue));
    }

    private static void Binary<TOperator>(LoopNest loop, Func<float, float, float> f)
        where TOperator : struct, IFloatBinary
    {
        var offsets = Loops.Offsets(loop).ToArray();
        using var a = Source(offsets.Select(o => o.X), 1);
        using var b = Source(offsets.Select(o => o.Z), 2);
        AllWidthsAndParts(offsets, i => f(a.Span[offsets[i].X], b.Span[offsets[i].Z]), (width, y, part, parts) =>
        {
            switch (width)
            {
                case 1: FloatBinary.Run<TOperator, Lanes1>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts); break;
                case 4: FloatBinary.Run<TOperator, Lanes4>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts); break;
                case 8: FloatBinary.Run<TOperator, Lanes8>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts); break;
                case 16: FloatBinary.Run<TOperator, Lanes16>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts); break;
                default: FloatBinary.Run<TOperator>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts); break;
            }
        });
    }

    private static void Unary<TOperator>(LoopNest loop, Func<float, float> f)
        where TOperator : struct, IFloatUnary
    {
        const float alpha = -0.5f, beta = 0.25f;
        var offsets = Loops.Offsets(loop).ToArray();
        using var x = Source(offsets.Select(o => o.X), 1);
        AllWidthsAndParts(offsets, i => f(x.Span[offsets[i].X]), (width, y, part, parts) =>
        {
            switch (width)
            {
                case 1: FloatUnary.Run<TOperator, Lanes1>(x.Pointer, y.Pointer, loop, alpha, beta, part, parts); break;
                case 4: FloatUnary.Run<TOperator, Lanes4>(x.Pointer, y.Pointer, loop, alpha, beta, part, parts); break;
                case 8: FloatUnary.Run<TOperator, Lanes8>(x.Pointer, y.Pointer, loop, alpha, beta, part, parts); break;
                case 16: FloatUnary.Run<TOperator, Lanes16>(x.Pointer, y.Pointer, loop, alpha, beta, part, parts); break;
                default: FloatUnary.Run<TOperator>(x.Pointer, y.Pointer, loop, alpha, beta, part, parts); break;
            }
        });
    }

    private static void Integers<TInt, TLong>(LoopNest loop, Func<long, long, long> f)
        where TInt : struct, IElementBinary<int, int>
        where TLong : struct, IElementBinary<long, long>
    {
        var offsets = Loops.Offsets(loop).ToArray();
        var random = new Random(3);
        using var a = new NativeBuffer<int>(Enumerable.Range(0, offsets.Select(o => o.X).DefaultIfEmpty().Max() + 1).Select(_ => random.Next(-9, 9)).ToArray());
        using var b = new NativeBuffer<int>(Enumerable.Range(0, offsets.Select(o => o.Z).DefaultIfEmpty().Max() + 1).Select(_ => random.Next(-5, 5)).ToArray());
        using var wide = new NativeBuffer<long>(b.Span.ToArray().Select(v => (long)v).ToArray());
        using var wideA = new NativeBuffer<long>(a.Span.ToArray().Select(v => (long)v).ToArray());
        for (int parts = 1; parts <= 3; parts++)
        {
            using var y = new NativeBuffer<int>(offsets.Select(o => o.Y).DefaultIfEmpty().Max() + 1);
            using var wideY = new NativeBuffer<long>(y.Length);
            for (int part = 0; part < parts; part++)
            {
                ElementBinary.Run<int, int, TInt>(a.Pointer, b.Pointer, y.Pointer, loop, part, parts);
                ElementBinary.Run<long, long, TLong>(wideA.Pointer, wide.Pointer, wideY.Pointer, loop, part, parts);
            }

            foreach ((int xAt, int zAt, int yAt) in offsets)
            {
                Assert.Equal(f(a.Span[xAt], b.Span[zAt]), y.Span[yAt]);
                Assert.Equal(f(a.Span[xAt], b.Span[zAt]), wideY.Span[yAt]);
            }
        }
    }

    private static NativeBuffer<float> Source(System.Collections.Generic.IEnumerable<int> offsets, int seed) =>
        new(Loops.RandomFloats(offsets.DefaultIfEmpty().Max() + 1, seed));

    private static void AllWidthsAndParts((int X, int Z, int Y)[] offsets, Func<int, float> expected, Action<int, NativeBuffer<float>, int, int> run)
    {
        const float untouched = 99;
        float[] right = Enumerable.Repeat(untouched, offsets.Select(o => o.Y).DefaultIfEmpty().Max() + 1).ToArray();
        for (int i = 0; i < offsets.Length; i++)
        {
            right[offsets[i].Y] = expected(i);
        }

        foreach (int width in new[] { 1, 4, 8, 16, 0 })
        {
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<float>(right.Length, untouched);
                for (int part = 0; part < parts; part++)
                {
                    run(width, y, part, parts);
                }

                Assert.Equal(right, y.Span.ToArray());
                Assert.True(y.GuardsIntact);
            }
        }
    }
}
