using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FloatReductionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 1001, 1)]
    [InlineData(2, 10, 37)]
    [InlineData(20, 5, 3)]
    [InlineData(1, 3, 200)]
    public void MeanSumsInOrder(int outer, int length, int inner)
    {
        using var x = new NativeBuffer<float>(Loops.RandomFloats(outer * length * inner));
        float[] expected = new float[outer * inner];
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < length; k++)
            {
                expected[i] += x.Span[(i / inner * length * inner) + (k * inner) + (i % inner)];
            }

            expected[i] /= length;
        }

        for (int parts = 1; parts <= 3; parts++)
        {
            using var y = new NativeBuffer<float>(expected.Length);
            for (int part = 0; part < parts; part++)
            {
                FloatReduce.Mean(x.Pointer, y.Pointer, outer, length, inner, part, parts);
            }

            Assert.Equal(expected, y.Span.ToArray());
            Assert.True(y.GuardsIntact);
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
