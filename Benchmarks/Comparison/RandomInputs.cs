using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>Inputs for networks without recorded runs; the same ones each time.</summary>
internal static class RandomInputs
{
    private const int Seed = 1;

    public static IReadOnlyList<TensorBytes> For(IEnumerable<TensorFacts> types)
    {
        var random = new Random(Seed);
        return [.. types.Select(type => new TensorBytes(type.Shape, Fill(type, random)))];
    }

    /// <summary>Reals between −1 and 1, small codes otherwise: valid as an index, a length or a flag too.</summary>
    private static byte[] Fill(TensorFacts type, Random random)
    {
        var element = Type.GetType("System." + type.Element, throwOnError: true)!;
        var values = Array.CreateInstance(element, type.Shape.Aggregate(1, (product, size) => checked(product * size)));
        for (int i = 0; i < values.Length; i++)
        {
            object value = element == typeof(float) ? (float)((2 * random.NextDouble()) - 1)
                : element == typeof(double) ? (2 * random.NextDouble()) - 1
                : element == typeof(Half) ? (Half)((2 * random.NextDouble()) - 1)
                : element == typeof(byte) ? (byte)random.Next(256)
                : element == typeof(sbyte) ? (sbyte)random.Next(-128, 128)
                : Convert.ChangeType(random.Next(2), element);
            values.SetValue(value, i);
        }

        return TensorFacts.BytesOf(values).ToArray();
    }
}
