using System;
using Octavo.Compiler.Reference.Arithmetic;
using Xunit;

namespace Octavo.Generator.Tests.Reference;

public class Float32Tests
{
    private static readonly float[] Adversarial =
    [
        0f, -0f, 1f, -1f, 1.5f, 3f, 0.1f, 1f + MathF.Pow(2, -23), 1f - MathF.Pow(2, -24), MathF.Pow(2, -24), -MathF.Pow(2, -24), MathF.Pow(2, -48),
        MathF.Pow(2, 24), MathF.Pow(2, 24) + 2, 16777215f, MathF.Pow(2, 60), float.Epsilon, -float.Epsilon, 3 * float.Epsilon, MathF.Pow(2, -126),
        MathF.Pow(2, -126) - float.Epsilon, MathF.Pow(2, -75), float.MaxValue, -float.MaxValue, MathF.Pow(2, 127), MathF.Pow(2, 104),
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, MathF.Pow(2, -100), 1f / 3, 12345.678f, -8388607.5f,
    ];

    [Fact]
    public void FusedMultiplyAdd_equals_the_instruction_on_adversarial_inputs()
    {
        foreach (float x in Adversarial)
        {
            foreach (float y in Adversarial)
            {
                foreach (float z in Adversarial)
                {
                    AssertFused(x, y, z);
                }
            }
        }
    }

    [Fact]
    public void FusedMultiplyAdd_equals_the_instruction_on_random_bits()
    {
        var random = new Random(1);
        for (int i = 0; i < 500_000; i++)
        {
            AssertFused(RandomBits(random), RandomBits(random), RandomBits(random));
        }
    }

    /// <summary>The addend lies about half a unit of the product's last place away from it, where rounding twice goes wrong.</summary>
    [Fact]
    public void FusedMultiplyAdd_equals_the_instruction_near_ties()
    {
        var random = new Random(2);
        for (int i = 0; i < 500_000; i++)
        {
            float x = 1 + (random.Next(1 << 23) * MathF.Pow(2, -23));
            float y = 1 + (random.Next(1 << 23) * MathF.Pow(2, -23));
            float z = MathF.Pow(2, random.Next(-54, 54)) * (random.Next(2) == 0 ? 1 : -1);
            AssertFused(x, y, z);
            AssertFused(x, MathF.Pow(2, random.Next(-20, 20)), z * (1 + (random.Next(4) * MathF.Pow(2, -23))));
            AssertFused(x * MathF.Pow(2, -100), y * MathF.Pow(2, random.Next(-50, -20)), z * float.Epsilon);
        }
    }

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(1.5f, 2f)]
    [InlineData(2.5f, 2f)]
    [InlineData(-0.5f, 0f)]
    [InlineData(-1.5f, -2f)]
    [InlineData(0.49999997f, 0f)]
    [InlineData(8388607.5f, 8388608f)]
    [InlineData(16777217f, 16777216f)]
    public void RoundHalfEven_takes_the_even_neighbour_of_a_tie(float x, float expected) =>
        Assert.Equal(expected, Float32.RoundHalfEven(x));

    private static float RandomBits(Random random) => BitConverter.Int32BitsToSingle((int)random.NextInt64(1L << 32));

    private static void AssertFused(float x, float y, float z)
    {
        float expected = MathF.FusedMultiplyAdd(x, y, z);
        float actual = Float32.FusedMultiplyAdd(x, y, z);
        Assert.True(
            BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual)),
            $"fma({x:R}, {y:R}, {z:R}) is {expected:R}, not {actual:R}");
    }
}
