using System;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Octavo.Compiler;
using Octavo.Conformance.Suites;
using Octavo.Harness;

namespace Octavo.Conformance.Verdicts;

/// <summary>Compares results with what was expected: integers exactly, floats within a tolerance; NaN equals NaN.</summary>
internal static class Difference
{
    private const double Relative = 1e-3, Absolute = 1e-5;

    /// <param name="exact">The result in float64: an element outside the tolerance is accepted where it lies nearer to this than what was expected does.</param>
    /// <returns>What is different, null when nothing is.</returns>
    public static string? Of(TensorData expected, NetworkTensor type, Array actual, TensorData? exact = null)
    {
        if (!type.Shape.SequenceEqual(expected.Shape.Dimensions))
        {
            return $"{type.Name} has the shape [{string.Join(",", type.Shape)}] instead of {expected.Shape}";
        }

        Array values = expected.ToArray();
        if (values.GetType() != actual.GetType())
        {
            return $"{type.Name} holds {actual.GetType().GetElementType()!.Name} instead of {expected.Element}";
        }

        var results = new TensorData(expected.Element, expected.Shape, Bytes(actual));
        for (int i = 0; i < values.Length; i++)
        {
            double e = expected.FloatAt(i), a = results.FloatAt(i);
            bool equal = expected.Element.IsFloat()
                ? e.Equals(a) || Math.Abs(e - a) <= Absolute + (Relative * Math.Abs(e)) || (exact?.FloatAt(i) is { } truth && Math.Abs(a - truth) < Math.Abs(e - truth))
                : Equals(values.GetValue(i), actual.GetValue(i));
            if (!equal)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{type.Name}[{i}] is {a} instead of {e}{(exact is null ? "" : $", {exact.FloatAt(i)} in float64")}");
            }
        }

        return null;
    }

    private static byte[] Bytes(Array array) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), array.Length * RuntimeHelpers.SizeOf(array.GetType().GetElementType()!.TypeHandle)).ToArray();
}
