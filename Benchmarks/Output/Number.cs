using System.Globalization;
using Octavo.Benchmarks.Measurement;

namespace Octavo.Benchmarks.Output;

/// <summary>Numbers in tables.</summary>
internal static class Number
{
    /// <summary>About three significant digits, never an exponent.</summary>
    public static string Of(double value) => value.ToString(
        value switch { 0 => "0", < 0.1 => "0.0000", < 1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    /// <summary>The median and, in parentheses, the minimum.</summary>
    public static string Of(Timing timing) => $"{Of(timing.Median)} ({Of(timing.Minimum)})";

    /// <summary>However small it is.</summary>
    public static string Difference(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
