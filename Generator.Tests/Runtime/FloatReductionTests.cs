using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FloatReductionTests
{
    private static readonly (int Outer, int Length, int Inner)[] Shapes = [(1, 1, 1), (9, 1001, 1), (5, 16, 1), (2, 10, 37), (20, 5, 3), (1, 70, 200), (3, 0, 5), (3, 0, 1)];

    [Fact]
    public void ReductionsFollowTheirOrderInEveryWidth()
    {
        foreach (var shape in Shapes)
        {
            Reduces<FloatReduce.Sum, ElementReduce.Sum<float>>(shape, 0, (a, b) => a + b, (total, _) => total);
            Reduces<FloatReduce.Mean, ElementReduce.Mean<float>>(shape, 0, (a, b) => a + b, (total, count) => total / count);
            Reduces<FloatReduce.Product, ElementReduce.Product<float>>(shape, 1, (a, b) => a * b, (total, _) => total);
            Reduces<FloatReduce.Min, ElementReduce.Min<float>>(shape, float.PositiveInfinity, MathF.Min, (total, _) => total);
            Reduces<FloatReduce.Max, ElementReduce.Max<float>>(shape, float.NegativeInfinity, MathF.Max, (total, _) => total);
        }
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void NormalizationIsTheSameInEveryWidth(bool centred, bool scaled, bool shifted)
    {
        foreach (int length in new[] { 1, 7, 16, 33, 256 })
        {
            const int rows = 5;
            using var x = new NativeBuffer<float>(Loops.RandomFloats(rows * length, 1, 3));
            using var scale = new NativeBuffer<float>(Loops.RandomFloats(length, 2));
            using var bias = new NativeBuffer<float>(Loops.RandomFloats(length, 3));
            float* s = scaled ? scale.Pointer : null, b = shifted ? bias.Pointer : null;
            float[] expected = new float[rows * length];
            NormalizationShape shape = new() { Rows = rows, Length = length, Run = 1, Parameters = length, Epsilon = 1e-5f, Centred = centred };
            fixed (float* to = expected)
            {
                FloatNormalization.Run<Lanes1, FloatElements, FloatElements>(new(x.Pointer), s, b, new(to), shape, 0, 1);
            }

            for (int row = 0; row < rows; row++)
            {
                float[] values = x.Span.Slice(row * length, length).ToArray();
                double mean = centred ? values.Average() : 0, deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + 1e-5);
                for (int i = 0; i < length; i++)
                {
                    double exact = ((values[i] - mean) / deviation * (scaled ? scale.Span[i] : 1)) + (shifted ? bias.Span[i] : 0);
                    Assert.InRange(expected[(row * length) + i], exact - 1e-5, exact + 1e-5);
                }
            }

            for (int parts = 1; parts <= 3; parts++)
            {
                foreach (int lanes in new[] { 4, 8, 16, 0 })
                {
                    using var y = new NativeBuffer<float>(expected.Length);
                    for (int part = 0; part < parts; part++)
                    {
                        switch (lanes)
                        {
                            case 4: FloatNormalization.Run<Lanes4, FloatElements, FloatElements>(new(x.Pointer), s, b, new(y.Pointer), shape, part, parts); break;
                            case 8: FloatNormalization.Run<Lanes8, FloatElements, FloatElements>(new(x.Pointer), s, b, new(y.Pointer), shape, part, parts); break;
                            case 16: FloatNormalization.Run<Lanes16, FloatElements, FloatElements>(new(x.Pointer), s, b, new(y.Pointer), shape, part, parts); break;
                            default: FloatNormalization.Run(new FloatElements(x.Pointer), s, b, new FloatElements(y.Pointer), shape, part, parts); break;
                        }
                    }

                    Assert.Equal(expected, y.Span.ToArray());
                    Assert.True(y.GuardsIntact);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1001, 1)]
    [InlineData(5, 7, 1)]
    [InlineData(2, 10, 37)]
    [InlineData(20, 5, 3)]
    public void SoftmaxIsTheSameInEveryWidth(int outer, int length, int inner)
    {
        using var x = new NativeBuffer<float>(Loops.RandomFloats(outer * length * inner, 1, 20));
        float[] right = new float[x.Length];
        LaneByLane(x, right, outer, length, inner);
        foreach (int lanes in new[] { 1, 4, 8, 16, 0 })
        {
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<float>(x.Span);
                for (int part = 0; part < parts; part++)
                {
                    switch (lanes)
                    {
                        case 1: FloatSoftmax.Run<Lanes1>(y.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 4: FloatSoftmax.Run<Lanes4>(y.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 8: FloatSoftmax.Run<Lanes8>(y.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 16: FloatSoftmax.Run<Lanes16>(y.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        default: FloatSoftmax.Run(y.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                    }
                }

                Assert.Equal(right, y.Span.ToArray());
                Assert.True(y.GuardsIntact);
            }
        }

        AssertSoftmax(x, right, outer, length, inner);
    }

    [Fact]
    public void MaskedElementsHaveNoShare()
    {
        float[] x = [float.NegativeInfinity, 1, 1];
        float[] y = new float[3];
        fixed (float* from = x, to = y)
        {
            FloatSoftmax.Run(from, to, 1, 3, 1, 0, 1);
        }

        Assert.Equal([0, 0.5f, 0.5f], y);
    }

    /// <summary>Sixteen interleaved partial results, folded in halves; the kernels of lanes and of elements agree about it.</summary>
    private static void Reduces<TFloats, TElements>((int Outer, int Length, int Inner) shape, float start, Func<float, float, float> combine, Func<float, int, float> finish)
        where TFloats : struct, IFloatReduction
        where TElements : struct, IElementReduction<float>
    {
        (int outer, int length, int inner) = shape;
        using var x = new NativeBuffer<float>(Loops.RandomFloats(outer * length * inner));
        float[] expected = new float[outer * inner];
        for (int i = 0; i < expected.Length; i++)
        {
            float[] partial = [.. Enumerable.Repeat(start, 16)];
            for (int k = 0; k < length; k++)
            {
                partial[k % 16] = combine(partial[k % 16], x.Span[(i / inner * length * inner) + (k * inner) + (i % inner)]);
            }

            for (int width = 8; width > 0; width /= 2)
            {
                partial = [.. Enumerable.Range(0, width).Select(k => combine(partial[k], partial[k + width]))];
            }

            expected[i] = finish(partial[0], length);
        }

        foreach (int lanes in new[] { 1, 4, 8, 16, 0, -1 })
        {
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<float>(expected.Length);
                for (int part = 0; part < parts; part++)
                {
                    switch (lanes)
                    {
                        case 1: FloatReduce.Run<TFloats, Lanes1>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 4: FloatReduce.Run<TFloats, Lanes4>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 8: FloatReduce.Run<TFloats, Lanes8>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 16: FloatReduce.Run<TFloats, Lanes16>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        case 0: FloatReduce.Run<TFloats>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                        default: ElementReduce.Run<float, TElements>(x.Pointer, y.Pointer, outer, length, inner, part, parts); break;
                    }
                }

                Assert.Equal(expected, y.Span.ToArray());
                Assert.True(y.GuardsIntact);
            }
        }
    }

    private static void LaneByLane(NativeBuffer<float> x, float[] y, int outer, int length, int inner)
    {
        fixed (float* to = y)
        {
            FloatSoftmax.Run<Lanes1>(x.Pointer, to, outer, length, inner, 0, 1);
        }
    }

    private static void AssertSoftmax(NativeBuffer<float> x, float[] y, int outer, int length, int inner)
    {
        for (int i = 0; i < outer * inner; i++)
        {
            int[] at = Enumerable.Range(0, length).Select(k => (i / inner * length * inner) + (k * inner) + (i % inner)).ToArray();
            double max = at.Max(a => (double)x.Span[a]);
            double sum = at.Sum(a => Math.Exp(x.Span[a] - max));
            foreach (int a in at)
            {
                double exact = Math.Exp(x.Span[a] - max) / sum;
                Assert.InRange(y[a], exact * (1 - 2e-5), exact * (1 + 2e-5));
            }
        }
    }
}
