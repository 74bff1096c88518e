using System;
using System.Globalization;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class HostingTests
{
    [Fact]
    public void AnArenaIsAlignedZeroedAndHasSlack()
    {
        using var arena = new Arena(1000);
        Assert.Equal(0, (nint)arena.Pointer % 64);
        Assert.Equal(-1, new ReadOnlySpan<byte>(arena.Pointer - Arena.Slack, 1000 + (2 * Arena.Slack)).IndexOfAnyExcept((byte)0));
        Assert.Equal(1000, arena.Length);
    }

    [Fact]
    public void ADisposedArenaHasNoPointer()
    {
        var arena = new Arena(1);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { _ = arena.Pointer; });
    }

    [Theory]
    [InlineData(12, 12, false, 1)]
    [InlineData(12, 12, true, 1)]
    [InlineData(36, 12, true, 3)]
    public void ARightLengthGivesTheNumberOfItems(int actual, int item, bool batch, int items) =>
        Assert.Equal(items, Check.Length(actual, item, "image", "[N,3,4]", batch));

    [Theory]
    [InlineData(0, true)]
    [InlineData(13, true)]
    [InlineData(24, false)]
    [InlineData(11, false)]
    public void AWrongLengthNamesTheInputTheShapeAndBothLengths(int actual, bool batch)
    {
        var refusal = Assert.Throws<ArgumentException>("image", () => Check.Length(actual, 12, "image", "[N,3,4]", batch));
        Assert.Contains("image is [N,3,4]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("12 elements", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("not " + actual.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSpansHoldTheSameNumberOfItems()
    {
        Check.Length(20, 10, "scores", "[N,10]", items: 2);
        Assert.Throws<ArgumentException>("scores", () => Check.Length(10, 10, "scores", "[N,10]", items: 2));
    }

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(100, 3, 16)]
    [InlineData(5, 8, 1)]
    [InlineData(int.MaxValue, 7, 64)]
    public void PartsCoverTheWholeOnce(int count, int parts, int granule)
    {
        int at = 0;
        for (int part = 0; part < parts; part++)
        {
            (int begin, int end) = Partition.Of(count, part, parts, granule);
            Assert.Equal(at, begin);
            Assert.True(end == count || end % granule == 0);
            at = end;
        }

        Assert.Equal(count, at);
    }

    [Fact]
    public void TheLayerTableIsAligned()
    {
        var info = new ModelInfo(
            "net",
            "writer 1.0",
            13,
            [new TensorInfo("image", "f32", [-1, 3, 4, 4])],
            [new TensorInfo("scores", "u8", [-1, 10], 0.5f, 3)],
            1_500_000,
            100,
            200,
            [
                new LayerInfo("stem", "Conv", "conv3x3 3→8", "u8", [4, 4, 8], 0.0235f, 128, 1_499_000),
                new LayerInfo("a longer name", "Softmax", "softmax", "f32", [10], null, null, 0),
            ]);
        string[] expected =
        [
            "net (opset 13, writer 1.0)",
            "inputs   image f32 [N,3,4,4]",
            "outputs  scores u8 [N,10] scale 0.5 zero point 3",
            "1.500 M multiply-accumulates, 100 bytes of weights, 200 bytes of arena",
            "",
            "#  layer          op       kernel       output     scale  zero   MMAC",
            "0  stem           Conv     conv3x3 3→8  4×4×8 u8  0.0235   128  1.499",
            "1  a longer name  Softmax  softmax      10 f32",
        ];
        CultureInfo culture = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)culture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Equal(expected, info.ToString().Split('\n').ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
