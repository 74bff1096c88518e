using System;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

/// <summary>The elementary functions against double precision, and every width against the single lane.</summary>
public unsafe class FunctionTests
{
    [Fact]
    public void ExpIsWithin1Ulp() => AssertError<FloatUnary.Exp>(Math.Exp, -104, 90, 1.0);

    [Fact]
    public void LogIsWithin1Ulp() => AssertError<FloatUnary.Log>(Math.Log, 0, float.MaxValue, 1.0);

    [Fact]
    public void SigmoidIsWithin2AndAHalfUlp() => AssertError<FloatUnary.Sigmoid>(x => 1 / (1 + Math.Exp(-x)), -104, 100, 2.5);

    [Fact]
    public void TanhIsWithin2Ulp() => AssertError<FloatUnary.Tanh>(Math.Tanh, -20, 20, 2.0);

    [Fact]
    public void ErfIsWithin1AndAHalfUlp() => AssertError<FloatUnary.Erf>(Erf, -5, 5, 1.5);

    [Fact]
    public void EluIsWithin1AndAHalfUlp() => AssertError<FloatUnary.Elu>(x => x < 0 ? (x > -1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1) : x, -100, 1, 1.6);

    [Fact]
    public void SoftplusIsWithin2Ulp() => AssertError<FloatUnary.Softplus>(x => Log1P(Math.Exp(-Math.Abs(x))) + Math.Max(x, 0), -100, 100, 2.0);

    [Fact]
    public void GatedActivationsAreWithin4Ulp()
    {
        AssertError<FloatUnary.Swish>(x => x / (1 + Math.Exp(-x)), -80, 100, 4.0);
        AssertError<FloatUnary.Mish>(x => x * Math.Tanh(Log1P(Math.Exp(-Math.Abs(x))) + Math.Max(x, 0)), -80, 100, 4.0);
        AssertError<FloatUnary.GeluTanh>(x => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), -3, 100, 12.0);
    }

    [Fact]
    public void GeluIsWithin3UlpAndGoodTo5Over100MillionWhereItIsSmall()
    {
        AssertError<FloatUnary.Gelu>(Gelu, -1, 100, 3.0);
        foreach (float x in Samples(-100, -1))
        {
            double exact = Gelu(x);
            Assert.InRange(Evaluate<FloatUnary.Gelu, Lanes1>([x])[0], exact - 5e-8, exact + 5e-8);
        }
    }

    [Fact]
    public void AnglesAreWithin2Ulp()
    {
        AssertError<FloatUnary.Sin>(Math.Sin, -1000, 1000, 1.6);
        AssertError<FloatUnary.Cos>(Math.Cos, -1000, 1000, 1.6);
        AssertError<FloatUnary.Sin>(Math.Sin, -float.MaxValue, float.MaxValue, 1.6);
        AssertError<FloatUnary.Cos>(Math.Cos, 8100, 8300, 1.6);
        AssertError<FloatUnary.Tan>(Math.Tan, -9000, 9000, 3.5);
    }

    [Fact]
    public void RareFunctionsAreTheNearestFloat()
    {
        AssertError<FloatUnary.Atanh>(Math.Atanh, -1, 1, 0.501);
        AssertError<FloatUnary.Sinh>(Math.Sinh, -80, 80, 0.501);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(0f)]
    [InlineData(float.MaxValue)]
    [InlineData(-float.MaxValue)]
    [InlineData(float.Epsilon)]
    [InlineData(-1f)]
    public void SpecialValuesAreThoseOfMathF(float x)
    {
        AssertSpecial<FloatUnary.Exp>(x, MathF.Exp(x));
        AssertSpecial<FloatUnary.Log>(x, MathF.Log(x));
        AssertSpecial<FloatUnary.Tanh>(x, MathF.Tanh(x));
        AssertSpecial<FloatUnary.Sigmoid>(x, (float)(1 / (1 + Math.Exp(-(double)x))));
        AssertSpecial<FloatUnary.Elu>(x, x < 0 ? (float)(Math.Exp(x) - 1) : x);
        AssertSpecial<FloatUnary.Softplus>(x, x > 100 ? x : (float)Math.Log(1 + Math.Exp(x)));
        AssertSpecial<FloatUnary.Gelu>(x, float.IsNaN(x) || Math.Abs(x) <= 1 ? (float)Gelu(x) : MathF.Max(x, 0));
        AssertSpecial<FloatUnary.Erf>(x, float.IsNaN(x) || Math.Abs(x) <= 1 ? (float)Erf(x) : MathF.Sign(x));
    }

    [Fact]
    public void PowersAreCorrectlyRoundedWhereTheyAreFloats()
    {
        float[] values = [0, -0f, 1, -1, 2, -2, 3, 0.5f, -0.5f, 10, 1e20f, 1e-20f, float.Epsilon, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        float[] exponents = [0, -0f, 1, -1, 2, 3, -2, 0.5f, 0.25f, 7, 1.5f, 1e20f, 16777217f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (float a in values)
        {
            foreach (float b in exponents)
            {
                Assert.Equal((float)Math.Pow(a, b), PowerOf(a, b));
            }
        }
    }

    [Fact]
    public void PowersAreWithin6TenthsOfAnUlpInEveryWidth()
    {
        float[] x = [.. Samples(0, float.MaxValue), .. Samples(0, 3)], y = Loops.RandomFloats(x.Length, 4, 30);
        float[] powers = Powers<Lanes1>(x, y);
        Assert.Equal(Bits(powers), Bits(Powers<Lanes4>(x, y)));
        Assert.Equal(Bits(powers), Bits(Powers<Lanes8>(x, y)));
        Assert.Equal(Bits(powers), Bits(Powers<Lanes16>(x, y)));
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Pow(x[i], y[i]);
            if (exact < float.MaxValue)
            {
                // Below the least normal float the result is rounded once more.
                double ulps = exact < 1.17549435e-38 ? 1 : 0.6;
                Assert.True(Math.Abs(powers[i] - exact) <= ulps * BitExponent(exact), $"{x[i]:R} to the power of {y[i]:R} is {exact}, not {powers[i]}");
            }
        }
    }

    private static float[] Powers<T>(float[] x, float[] y)
        where T : struct, IFloatLanes<T>
    {
        float[] result = new float[x.Length];
        fixed (float* a = x, b = y, to = result)
        {
            FloatBinary.Run<FloatBinary.Pow, T>(a, b, to, new LoopNest([x.Length], [1], [1], [1]), 0, 1);
        }

        return result;
    }

    private static float PowerOf(float a, float b)
    {
        float y;
        FloatBinary.Run<FloatBinary.Pow>(&a, &b, &y, new LoopNest([1], [1], [1], [1]), 0, 1);
        return y;
    }

    private static void AssertError<TOperator>(Func<double, double> exact, float low, float high, double ulps)
        where TOperator : struct, IFloatUnary
    {
        float[] samples = Samples(low, high);
        float[] y = Evaluate<TOperator, Lanes1>(samples);
        Assert.Equal(Bits(y), Bits(Evaluate<TOperator, Lanes4>(samples)));
        Assert.Equal(Bits(y), Bits(Evaluate<TOperator, Lanes8>(samples)));
        Assert.Equal(Bits(y), Bits(Evaluate<TOperator, Lanes16>(samples)));
        double worst = 0;
        float at = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double truth = exact(samples[i]);
            if (Math.Abs(truth) >= float.MaxValue)
            {
                continue;
            }

            double error = Math.Abs(y[i] - truth) / Math.Max(float.Epsilon, BitExponent(truth));
            (worst, at) = error > worst ? (error, samples[i]) : (worst, at);
        }

        Assert.True(worst <= ulps, $"{worst} ulp at {at:R}");
    }

    /// <summary>One unit in the last place of a float of this size.</summary>
    private static double BitExponent(double value) => Math.ScaleB(1, Math.Max(-149, Math.ILogB(value) - 23));

    /// <summary>Evenly spaced numbers, and numbers of every magnitude.</summary>
    private static float[] Samples(float low, float high)
    {
        var random = new Random(5);
        float[] samples = new float[60_003];
        for (int i = 0; i < samples.Length; i++)
        {
            float magnitude = BitConverter.Int32BitsToSingle((int)(random.NextDouble() * 0x7F80_0000)) * (random.Next(2) == 0 ? 1 : -1);
            float even = (float)(low + ((Math.Min(high, 1000.0) - low) * random.NextDouble()));
            samples[i] = i % 4 != 0 || !(magnitude > low && magnitude < high) ? even : magnitude;
        }

        return samples;
    }

    private static float[] Evaluate<TOperator, T>(float[] samples)
        where TOperator : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float[] y = new float[samples.Length];
        fixed (float* from = samples, to = y)
        {
            FloatUnary.Run<TOperator, T>(from, to, new LoopNest([samples.Length], [1], [1]), 1, 0, 0, 1);
        }

        return y;
    }

    private static void AssertSpecial<TOperator>(float x, float expected)
        where TOperator : struct, IFloatUnary
    {
        Assert.Equal(expected, Evaluate<TOperator, Lanes1>([x])[0], 1e-6f);
        Assert.Equal(expected, Evaluate<TOperator, Lanes16>([x])[0], 1e-6f);
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, v => float.IsNaN(v) ? -1 : BitConverter.SingleToInt32Bits(v));

    private static double Log1P(double z) => z < 1e-5 ? z - (z * z / 2) : Math.Log(1 + z);

    private static double Gelu(double x) => x / 2 * (1 + Erf(x / Math.Sqrt(2)));

    /// <summary>Its series near 0, the continued fraction of its complement elsewhere.</summary>
    private static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x) || a < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 60; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }

        double fraction = 0;
        for (int n = 60; n > 0; n--)
        {
            fraction = n / 2.0 / (a + fraction);
        }

        return Math.Sign(x) * (1 - (Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction)));
    }
}
