using System;

namespace Octavo.Compiler.Reference;

/// <summary>Arithmetic of raw integers, held in a long; a u64 by its bits. The caller wraps results to their type.</summary>
internal static class Integers
{
    public static long Binary(BinaryKind kind, long a, long b, ElementType type)
    {
        bool unsigned = type == ElementType.UInt64;
        unchecked
        {
            return kind switch
            {
                BinaryKind.Add => a + b,
                BinaryKind.Sub => a - b,
                BinaryKind.Mul => a * b,
                BinaryKind.Div => Divide(a, b, unsigned),
                BinaryKind.Min => Less(a, b, unsigned) ? a : b,
                BinaryKind.Max => Less(a, b, unsigned) ? b : a,
                BinaryKind.Pow => Power(a, b, unsigned),
                BinaryKind.Mod => Floored(Remainder(a, b, unsigned), b, unsigned),
                BinaryKind.Remainder => Remainder(a, b, unsigned),
                BinaryKind.And => a & b,
                BinaryKind.Or => a | b,
                BinaryKind.Xor => a ^ b,
                BinaryKind.ShiftLeft => (ulong)b < (ulong)(type.Size() * 8) ? a << (int)b : 0,
                BinaryKind.ShiftRight => (ulong)b < (ulong)(type.Size() * 8) ? (long)((ulong)a >> (int)b) : 0,
                _ => throw new NotSupportedException($"{kind} of integers"),
            };
        }
    }

    public static bool Compare(BinaryKind kind, long a, long b, bool unsigned) => kind switch
    {
        BinaryKind.Equal => a == b,
        BinaryKind.Less => Less(a, b, unsigned),
        BinaryKind.LessOrEqual => !Less(b, a, unsigned),
        BinaryKind.Greater => Less(b, a, unsigned),
        _ => !Less(a, b, unsigned),
    };

    public static bool Less(long a, long b, bool unsigned) => unsigned ? unchecked((ulong)a < (ulong)b) : a < b;

    /// <summary>Towards zero.</summary>
    public static long Divide(long a, long b, bool unsigned)
    {
        if (b == 0)
        {
            throw new ModelException(ProblemKind.MalformedModel, "The model divides an integer constant by zero.");
        }

        // The smallest long divided by -1 traps.
        return unchecked(unsigned ? (long)((ulong)a / (ulong)b) : b == -1 ? -a : a / b);
    }

    /// <summary>The low bits, as a signed number.</summary>
    public static long Wrap(long value, int bits) => unchecked(value << (64 - bits)) >> (64 - bits);

    /// <summary>Towards zero, saturating; NaN becomes 0.</summary>
    public static long Truncate(double real, ElementType type)
    {
        if (double.IsNaN(real))
        {
            return 0;
        }

        // 2^63 and 2^64 are doubles, the largest long and ulong are not.
        if (type == ElementType.UInt64)
        {
            return unchecked((long)(real <= 0 ? 0 : real >= 18446744073709551616.0 ? ulong.MaxValue : (ulong)real));
        }

        return real >= type.MaxValue() ? type.MaxValue() : real <= type.MinValue() ? type.MinValue() : (long)real;
    }

    /// <summary>With the sign of a.</summary>
    private static long Remainder(long a, long b, bool unsigned)
    {
        if (b == 0)
        {
            throw new ModelException(ProblemKind.MalformedModel, "The model divides an integer constant by zero.");
        }

        return unchecked(unsigned ? (long)((ulong)a % (ulong)b) : b == -1 ? 0 : a % b);
    }

    /// <summary>With the sign of b.</summary>
    private static long Floored(long remainder, long b, bool unsigned) =>
        !unsigned && remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;

    private static long Power(long value, long exponent, bool unsigned)
    {
        if (exponent < 0 && !unsigned)
        {
            return value switch
            {
                0 => throw new ModelException(ProblemKind.MalformedModel, "The model raises an integer zero to a negative power."),
                1 => 1,
                -1 => (exponent & 1) == 0 ? 1 : -1,
                _ => 0,
            };
        }

        long power = 1;
        for (ulong bits = unchecked((ulong)exponent); bits != 0; bits >>= 1)
        {
            power = unchecked((bits & 1) != 0 ? power * value : power);
            value = unchecked(value * value);
        }

        return power;
    }
}
