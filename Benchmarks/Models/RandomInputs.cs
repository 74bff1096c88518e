using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Harness;

namespace Octavo.Benchmarks.Models;

/// <summary>Inputs for networks without recorded runs; the same ones each time.</summary>
internal static class RandomInputs
{
    private const int Seed = 1;

    public static Array[] For(IReadOnlyList<NetworkTensor> types)
    {
        var random = new Random(Seed);
        return [.. types.Select(type => Fill(type, random))];
    }

    /// <summary>Reals between −1 and 1, small codes otherwise: valid as an index, a length or a flag too.</summary>
    private static Array Fill(NetworkTensor type, Random random)
    {
        var values = type.NewArray();
        for (int i = 0; i < values.Length; i++)
        {
            object value = type.ElementType == typeof(float) ? (float)((2 * random.NextDouble()) - 1)
                : type.ElementType == typeof(double) ? (2 * random.NextDouble()) - 1
                : type.ElementType == typeof(Half) ? (Half)((2 * random.NextDouble()) - 1)
                : type.ElementType == typeof(byte) ? (byte)random.Next(256)
                : type.ElementType == typeof(sbyte) ? (sbyte)random.Next(-128, 128)
                : Convert.ChangeType(random.Next(2), type.ElementType);
            values.SetValue(value, i);
        }

        return values;
    }
}
