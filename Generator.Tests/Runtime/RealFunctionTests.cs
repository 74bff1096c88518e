using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

/// <summary>The functions in double precision against the platform's, which are good to about one unit in the last place.</summary>
public class RealFunctionTests
{
    private static readonly double[] Special = [0, -0.0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, double.MaxValue, double.MinValue, 0.5, 709.7, -745, 1e-300];

    [Fact]
    public void AnglesOfEverySize()
    {
        foreach ((Func<double, double> f, Func<double, double> exact) in new (Func<double, double>, Func<double, double>)[]
                 { (RealFunctions.Sin, Math.Sin), (RealFunctions.Cos, Math.Cos), (RealFunctions.Tan, Math.Tan) })
        {
            AssertClose(f, exact, Samples(-1000, 1000), 2e-15);
            AssertClose(f, exact, Special.Concat([1 << 30, -(1 << 30), Math.PI * 1e9, 1e22, -1e300, 6381956970095103.0 * Math.Pow(2, 797)]), 2e-15);
            AssertClose(f, exact, Samples(1e9, 1e18), 2e-15);
        }
    }

    [Fact]
    public void InverseAngles()
    {
        AssertClose(RealFunctions.Asin, Math.Asin, Samples(-1, 1).Concat(Special), 2e-15);
        AssertClose(RealFunctions.Acos, Math.Acos, Samples(-1, 1).Concat(Special), 2e-15);
        AssertClose(RealFunctions.Atan, Math.Atan, Samples(-50, 50).Concat(Special), 2e-15);
    }

    [Fact]
    public void HyperbolicFunctions()
    {
        AssertClose(RealFunctions.Sinh, Math.Sinh, Samples(-700, 700).Concat(Samples(-1, 1)).Concat(Special), 4e-15);
        AssertClose(RealFunctions.Cosh, Math.Cosh, Samples(-700, 700).Concat(Samples(-1, 1)).Concat(Special), 4e-15);
        AssertClose(RealFunctions.Tanh, Math.Tanh, Samples(-30, 30).Concat(Samples(-1, 1)).Concat(Special), 2e-15);
        AssertClose(RealFunctions.Asinh, Math.Asinh, Samples(-1e6, 1e6).Concat(Samples(-1, 1)).Concat(Special), 2e-15);
        AssertClose(RealFunctions.Acosh, Math.Acosh, Samples(1.001, 1e6).Concat(Special), 2e-15);
        AssertClose(RealFunctions.Atanh, Math.Atanh, Samples(-1, 1).Concat(Special), 2e-15);
    }

    [Fact]
    public void ExponentialsAndLogarithms()
    {
        AssertClose(RealFunctions.Exp, Math.Exp, Samples(-700, 700).Concat(Special), 1e-15);
        AssertClose(RealFunctions.ExpMinusOne, x => Math.Abs(x) < 1e-3 ? x + (x * x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5))))))) : Math.Exp(x) - 1, Samples(-1e-3, 1e-3).Concat(Samples(1, 700)), 1e-15);
        AssertClose(RealFunctions.Log, Math.Log, Samples(0, 3).Concat(Samples(0, 1e300)).Concat(Special), 1e-15);
        AssertClose(RealFunctions.Softplus, x => Math.Log(1 + Math.Exp(x)), Samples(-1, 30), 2e-15);
        AssertClose(RealFunctions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), Samples(-700, 30), 2e-15);
    }

    [Fact]
    public void Powers()
    {
        var random = new Random(1);
        foreach (double b in Special.Append(2.5).Append(-3).Append(63).Append(65).Append(1e15))
        {
            AssertClose(a => RealFunctions.Power(a, b), a => Math.Pow(a, b), Special.Concat(Enumerable.Range(0, 50).Select(_ => random.NextDouble() * 10)), 2e-13);
        }

        Assert.Equal(Math.Pow(3, 33), RealFunctions.Power(3, 33));
    }

    private static IEnumerable<double> Samples(double low, double high)
    {
        var random = new Random(7);
        return Enumerable.Range(0, 5000).Select(_ => low + ((high - low) * random.NextDouble()));
    }

    private static void AssertClose(Func<double, double> f, Func<double, double> exact, IEnumerable<double> samples, double relative)
    {
        foreach (double x in samples)
        {
            double y = f(x), truth = exact(x);
            bool close = y.Equals(truth) || Math.Abs(y - truth) <= relative * Math.Max(Math.Abs(truth), 1e-307);
            Assert.True(close, $"f({x:R}) = {y:R} instead of {truth:R}");
        }
    }
}
