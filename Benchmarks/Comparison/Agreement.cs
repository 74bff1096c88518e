using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>How far outputs are from what they are compared with.</summary>
/// <param name="Cases">The number of comparisons.</param>
/// <param name="Exact">How many were equal in every element.</param>
/// <param name="MaximumDifference">Of one element, in the output's own unit.</param>
internal sealed record Agreement(int Cases, int Exact, double MaximumDifference)
{
    public static Agreement Of(IReadOnlyList<TensorFacts> types, IEnumerable<(byte[][] Actual, byte[][] Expected)> runs)
    {
        double[] differences = [.. runs.Select(run => types.Select((type, i) => Difference(type, run.Actual[i], run.Expected[i])).Max())];
        return new Agreement(differences.Length, differences.Count(d => d == 0), differences.Max());
    }

    private static double Difference(TensorFacts type, byte[] actualBytes, byte[] expectedBytes)
    {
        Array actual = type.ToArray(actualBytes), expected = type.ToArray(expectedBytes);
        if (actual.Length != expected.Length)
        {
            return double.PositiveInfinity;
        }

        double maximum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double a = ToDouble(actual.GetValue(i)!), e = ToDouble(expected.GetValue(i)!);
            double difference = a.Equals(e) ? 0 : Math.Abs(a - e);
            maximum = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(maximum, difference);
        }

        return maximum;
    }

    private static double ToDouble(object value) => value is Half half ? (double)half : Convert.ToDouble(value);
}
