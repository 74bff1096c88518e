using System;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FloatInterpolationTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(3, 7, 14, 1, 2)]
    [InlineData(2, 5, 3, 37, 4)]
    [InlineData(4, 3, 9, 3, 2)]
    [InlineData(1, 2, 4, 200, 3)]
    public void SumsInOrderInEveryWidth(int outer, int inputs, int outputs, int inner, int taps)
    {
        var random = new Random(inner);
        using var x = new NativeBuffer<float>(Loops.RandomFloats(outer * inputs * inner));
        using var weights = new NativeBuffer<float>(Loops.RandomFloats(outputs * taps));
        using var positions = new NativeBuffer<int>([.. Enumerable.Range(0, outputs * taps).Select(_ => random.Next(inputs))]);
        float[] expected = new float[outer * outputs * inner];
        for (int i = 0; i < expected.Length; i++)
        {
            int column = i % inner, output = i / inner % outputs, o = i / inner / outputs;
            for (int t = output * taps; t < (output + 1) * taps; t++)
            {
                expected[i] = MathF.FusedMultiplyAdd(x.Span[(((o * inputs) + positions.Span[t]) * inner) + column], weights.Span[t], expected[i]);
            }
        }

        foreach (int lanes in new[] { 1, 4, 8, 16, 0 })
        {
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<float>(expected.Length);
                for (int part = 0; part < parts; part++)
                {
                    Run(lanes, part, parts, y.Pointer);
                }

                Assert.Equal(expected, y.Span.ToArray());
                Assert.True(y.GuardsIntact);
            }
        }

        void Run(int lanes, int part, int parts, float* y)
        {
            var (from, to) = (new FloatElements(x.Pointer), new FloatElements(y));
            var axis = new InterpolationAxis(positions.Pointer, weights.Pointer, taps, inputs, outputs);
            switch (lanes)
            {
                case 1:
                    FloatInterpolation.Run<Lanes1, FloatElements, FloatElements>(from, to, axis, outer, inner, part, parts);
                    break;
                case 4:
                    FloatInterpolation.Run<Lanes4, FloatElements, FloatElements>(from, to, axis, outer, inner, part, parts);
                    break;
                case 8:
                    FloatInterpolation.Run<Lanes8, FloatElements, FloatElements>(from, to, axis, outer, inner, part, parts);
                    break;
                case 16:
                    FloatInterpolation.Run<Lanes16, FloatElements, FloatElements>(from, to, axis, outer, inner, part, parts);
                    break;
                default:
                    FloatInterpolation.Run(from, to, axis, outer, inner, part, parts);
                    break;
            }
        }
    }
}
