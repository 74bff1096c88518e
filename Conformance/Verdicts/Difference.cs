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

    /// <param name="exact">
    /// The result in float64, and its step: an element outside the tolerance is accepted where it lies nearer to this than what was expected does, or, as a code of 16 bits,
    /// which are computed in float, one step apart.
    /// </param>
    /// <returns>What is different, null when nothing is.</returns>
    public static string? Of(TensorData expected, NetworkTensor type, Array actual, (TensorData Data, double Step)? exact = null)
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
                ? e.Equals(a) || Math.Abs(e - a) <= Absolute + (Relative * Math.Abs(e)) || (exact is { } truth && IsExplained(e, a, truth.Data.FloatAt(i), truth.Step))
                : Equals(values.GetValue(i), actual.GetValue(i));
            if (!equal)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{type.Name}[{i}] is {a} instead of {e}{(exact is null ? "" : $", {exact.Value.Data.FloatAt(i)} in float64")}");
            }
        }

        return null;
    }

    private static bool IsExplained(double expected, double actual, double exact, double step) =>
        Math.Abs(actual - exact) < Math.Abs(expected - exact) || Math.Abs(expected - actual) <= step * (1 + Relative);

    private static byte[] Bytes(Array array) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), array.Length * RuntimeHelpers.SizeOf(array.GetType().GetElementType()!.TypeHandle)).ToArray();
}
