using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class FillTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 0, 3, 0, 5)]
    [InlineData(0, 0, 0, 2, 33)]
    [InlineData(3, 3, 3, 3, 64)]
    public void HaloSurroundsTheInterior(int top, int bottom, int left, int right, int channels)
    {
        const int items = 2, height = 5, width = 4;
        int fullWidth = left + width + right, fullHeight = top + height + bottom;
        int row = fullWidth * channels, item = fullHeight * row;
        var strides = new PixelStrides(item, row, channels);
        int start = (top * row) + (left * channels);
        byte[] expected = new byte[items * item];
        for (int i = 0; i < expected.Length; i++)
        {
            int y = i % item / row, x = i % row / channels;
            expected[i] = (byte)(y >= top && y < top + height && x >= left && x < left + width ? 1 : 7);
        }

        for (int parts = 1; parts <= 3; parts++)
        {
            using var bytes = new NativeBuffer<byte>(expected.Length, 1);
            using var floats = new NativeBuffer<float>(expected.Length, 1);
            for (int part = 0; part < parts; part++)
            {
                Fill.Halo(bytes.Pointer + start, items, height, width, strides, top, bottom, left, right, 7, part, parts);
                Fill.HaloFloat(floats.Pointer + start, items, height, width, strides, top, bottom, left, right, 7, part, parts);
            }

            Assert.Equal(expected, bytes.Span.ToArray());
            Assert.Equal(expected, floats.Span.ToArray().Select(v => (byte)v));
            Assert.True(bytes.GuardsIntact && floats.GuardsIntact);
        }
    }

    [Fact]
    public void RunWritesThePatternWhereTheStridesReach()
    {
        foreach (LoopNest loop in new[] { new LoopNest([3, 5], [0, 0], [16, 2]), new LoopNest([300], [0], [1]), new LoopNest([0, 4], [0, 0], [4, 1]) })
        {
            var offsets = Loops.Offsets(loop).Select(o => o.Y).ToHashSet();
            int length = offsets.Count == 0 ? 4 : offsets.Max() + 1;
            for (int parts = 1; parts <= 3; parts++)
            {
                using var y = new NativeBuffer<uint>(length);
                for (int part = 0; part < parts; part++)
                {
                    Fill.Run(y.Pointer, 4, loop, 0xAAAA_0000_1234_5678, part, parts);
                }

                Assert.Equal(Enumerable.Range(0, length).Select(i => offsets.Contains(i) ? 0x1234_5678u : 0), y.Span.ToArray());
            }
        }
    }
}
