using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Weights to codes at every granularity, with numbers worked out by hand.</summary>
public class WeightTests
{
    private static readonly TensorData Weights = TensorData.Floats(new Shape(2, 3), 1.27f, -0.5f, 0, 12.7f, 6, -12.7f);

    [Fact]
    public void One_scale_for_all()
    {
        // 12.7 / 127 = 0.1
        WeightCodes codes = WeightCodes.Of(Weights, -1, ElementType.Int8, symmetric: true);
        Assert.Equal(0.1f, codes.Quantization.Scale, 1e-7f);
        Assert.Equal([13, -5, 0, 127, 60, -127], codes.Codes.ToLongs());
    }

    [Fact]
    public void A_scale_per_channel()
    {
        // 1.27 / 127 = 0.01 and 12.7 / 127 = 0.1
        WeightCodes codes = WeightCodes.Of(Weights, 0, ElementType.Int8, symmetric: true);
        Assert.Equal([0.01f, 0.1f], codes.Quantization.Scales().Select(s => (float)System.Math.Round(s, 6)));
        Assert.Equal([0, 0], codes.Quantization.ZeroPoints());
        Assert.Equal([127, -50, 0, 127, 60, -127], codes.Codes.ToLongs());
    }

    [Fact]
    public void Asymmetric_channels_use_all_codes()
    {
        // [-1, 3]: scale 4 / 255, zero point round(-128 + 63.75) = -64; 3 becomes round(191.25) - 64 = 127.
        WeightCodes codes = WeightCodes.Of(TensorData.Floats(new Shape(1, 3), -1, 0, 3), 0, ElementType.Int8, symmetric: false);
        Assert.Equal(new Quantization([(float)(4.0 / 255)], [-64], 0), codes.Quantization);
        Assert.Equal([-128, -64, 127], codes.Codes.ToLongs());
    }

    [Fact]
    public void A_channel_of_zeros_takes_the_widest_scale()
    {
        WeightCodes codes = WeightCodes.Of(TensorData.Floats(new Shape(3, 1), 0, 127, 254), 0, ElementType.Int8, symmetric: true);
        Assert.Equal([2f, 1f, 2f], codes.Quantization.Scales());
    }

    /// <summary>Columns (1.27, −0.5 | 12.7) and (0, 2.54 | −25.4) in groups of two: the greatest magnitude of each is 127 steps.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_scale_per_group(int axis)
    {
        TensorData weights = axis == 0 ? TensorData.Floats(new Shape(3, 2), 1.27f, 0, -0.5f, 2.54f, 12.7f, -25.4f) : TensorData.Floats(new Shape(2, 3), 1.27f, -0.5f, 12.7f, 0, 2.54f, -25.4f);
        BlockedWeights blocked = BlockedWeights.Of(weights, axis, new QuantizationSettings { GroupSize = 2 });
        Assert.Equal(axis == 0 ? [0.01f, 0.02f, 0.1f, 0.2f] : [0.01f, 0.1f, 0.02f, 0.2f], blocked.Scales.ToFloats().Select(s => (float)System.Math.Round(s, 6)));
        Assert.Equal(axis == 0 ? [127, 0, -50, 127, 127, -127] : [127, -50, 127, 0, 127, -127], blocked.Codes.ToLongs());
        Assert.Null(blocked.ZeroPoints);
        Assert.All(weights.ToFloats().Zip(blocked.Reals(2)), pair => Assert.Equal(pair.First, pair.Second, 0.1f));
    }

    [Fact]
    public void Asymmetric_groups_of_eight_bits_have_signed_zero_points()
    {
        // As for channels: [-1, 3] has the zero point -64 and [0, 2] has -128.
        BlockedWeights blocked = BlockedWeights.Of(TensorData.Floats(new Shape(1, 4), -1, 3, 0, 2), 1, new QuantizationSettings { GroupSize = 2, SymmetricWeights = false });
        Assert.Equal([(float)(4.0 / 255), (float)(2.0 / 255)], blocked.Scales.ToFloats());
        Assert.Equal([-64, -128], blocked.ZeroPoints!.ToLongs());
        Assert.Equal([-128, 127, -128, 127], blocked.Codes.ToLongs());
    }

    [Fact]
    public void Groups_of_four_bits_lie_low_code_first()
    {
        // Symmetric: the extreme 7 becomes code 0 of 8 below the middle, so that the scale is 7 / -8 and code = 8 + round(w / scale).
        var settings = new QuantizationSettings { Bits = 4, GroupSize = 16 };
        GroupedWeights packed = GroupedWeights.Of((_, row) => row == 0 ? 7 : row == 1 ? -3.5f : 0, 1, 17, settings);
        Assert.Equal([-0.875f, 1f], packed.Scales.ToFloats());
        Assert.Equal(new Shape(1, 2, 8), packed.Codes.Shape);
        // 7 -> 0, -3.5 -> 8 + 4 = 12, 0 -> 8.
        Assert.Equal(0xC0, packed.Codes.Bytes[0]);
        Assert.All(packed.Codes.Bytes.Skip(1), b => Assert.Equal(0x88, b));
        Assert.Null(packed.ZeroPoints);
    }

    [Fact]
    public void Asymmetric_groups_have_zero_points()
    {
        // [-1, 2] in 4 bits: scale 3 / 15 = 0.2, zero point 5; -1 -> 0, 2 -> 15.
        var settings = new QuantizationSettings { Bits = 4, GroupSize = 16, SymmetricWeights = false };
        GroupedWeights packed = GroupedWeights.Of((_, row) => row == 0 ? -1 : row == 1 ? 2 : 0, 1, 16, settings);
        Assert.Equal(0.2f, packed.Scales.ToFloats()[0], 1e-7f);
        Assert.Equal([5], packed.ZeroPoints!.ToLongs());
        Assert.Equal(0xF0, packed.Codes.Bytes[0]);
        Assert.Equal(0x55, packed.Codes.Bytes[1]);
    }

    [Fact]
    public void Groups_of_eight_bits_have_their_zero_at_128()
    {
        // The extreme -2 gets the lowest code, 0: scale 2 / 128.
        var settings = new QuantizationSettings { Bits = 8, GroupSize = 16 };
        GroupedWeights packed = GroupedWeights.Of((_, row) => row == 0 ? -2 : row == 1 ? 1 : 0, 1, 16, settings);
        Assert.Equal(2f / 128, packed.Scales.ToFloats()[0]);
        Assert.Equal([0, 192, 128], packed.Codes.Bytes.Take(3).Select(b => (int)b));
    }
}
