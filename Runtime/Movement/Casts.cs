using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// ONNX Cast between float, double, Half, <see cref="BFloat16"/>, the integers of 2 to 64 bits, and bool. Integers wrap. Floats lose their fraction; those beyond the range of an
/// integer type become its nearest bound, and NaN becomes 0. Anything but 0 is true.
/// </summary>
public static unsafe class Casts
{
    /// <summary><c>y[i] = (TTo)x[i]</c>; y may be x when both types have the same size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TFrom, TTo>(TFrom* x, TTo* y, int length, int part, int parts)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        for (nint i = begin; i < end; i++)
        {
            y[i] = One<TFrom, TTo>(x[i]);
        }
    }

    /// <summary>Through the widest type that holds every value of the source; the comparisons of types are decided at compile time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo One<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(float))
        {
            return OfDouble<TTo>(*(float*)&value);
        }

        if (typeof(TFrom) == typeof(double))
        {
            return OfDouble<TTo>(*(double*)&value);
        }

        if (typeof(TFrom) == typeof(Half))
        {
            return OfDouble<TTo>((double)*(Half*)&value);
        }

        if (typeof(TFrom) == typeof(BFloat16))
        {
            return OfDouble<TTo>(((BFloat16*)&value)->ToFloat());
        }

        if (typeof(TFrom) == typeof(ulong))
        {
            return OfUInt64<TTo>(*(ulong*)&value);
        }

        return OfInt64<TTo>(Integer(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Integer<TFrom>(TFrom value)
        where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(bool))
        {
            return *(byte*)&value != 0 ? 1 : 0;
        }

        if (typeof(TFrom) == typeof(byte) || typeof(TFrom) == typeof(UInt4) || typeof(TFrom) == typeof(UInt2))
        {
            return *(byte*)&value;
        }

        if (typeof(TFrom) == typeof(sbyte) || typeof(TFrom) == typeof(Int4) || typeof(TFrom) == typeof(Int2))
        {
            return *(sbyte*)&value;
        }

        if (typeof(TFrom) == typeof(ushort))
        {
            return *(ushort*)&value;
        }

        if (typeof(TFrom) == typeof(short))
        {
            return *(short*)&value;
        }

        if (typeof(TFrom) == typeof(uint))
        {
            return *(uint*)&value;
        }

        if (typeof(TFrom) == typeof(int))
        {
            return *(int*)&value;
        }

        return typeof(TFrom) == typeof(long) ? *(long*)&value : throw new NotSupportedException(typeof(TFrom).Name);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo OfDouble<TTo>(double value)
        where TTo : unmanaged
    {
        TTo result;
        if (typeof(TTo) == typeof(float))
        {
            *(float*)&result = (float)value;
        }
        else if (typeof(TTo) == typeof(double))
        {
            *(double*)&result = value;
        }
        else if (typeof(TTo) == typeof(Half))
        {
            *(Half*)&result = (Half)value;
        }
        else if (typeof(TTo) == typeof(BFloat16))
        {
            *(BFloat16*)&result = BFloat16.OfFloat((float)value);
        }
        else if (typeof(TTo) == typeof(bool))
        {
            *(byte*)&result = value != 0 ? (byte)1 : (byte)0;
        }
        else if (typeof(TTo) == typeof(ulong))
        {
            *(ulong*)&result = (ulong)value;
        }
        else if (typeof(TTo) == typeof(long))
        {
            *(long*)&result = (long)value;
        }
        else if (typeof(TTo) == typeof(uint))
        {
            *(uint*)&result = (uint)value;
        }
        else
        {
            // To int it saturates already.
            int whole = (int)value;
            result = OfInt64<TTo>(
                typeof(TTo) == typeof(byte) ? Math.Clamp(whole, byte.MinValue, byte.MaxValue)
                : typeof(TTo) == typeof(sbyte) ? Math.Clamp(whole, sbyte.MinValue, sbyte.MaxValue)
                : typeof(TTo) == typeof(ushort) ? Math.Clamp(whole, ushort.MinValue, ushort.MaxValue)
                : typeof(TTo) == typeof(short) ? Math.Clamp(whole, short.MinValue, short.MaxValue)
                : whole);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo OfUInt64<TTo>(ulong value)
        where TTo : unmanaged
    {
        TTo result;
        if (typeof(TTo) == typeof(float))
        {
            *(float*)&result = value;
        }
        else if (typeof(TTo) == typeof(double))
        {
            *(double*)&result = value;
        }
        else if (typeof(TTo) == typeof(Half))
        {
            *(Half*)&result = (Half)value;
        }
        else if (typeof(TTo) == typeof(BFloat16))
        {
            *(BFloat16*)&result = BFloat16.OfFloat(value);
        }
        else
        {
            result = OfInt64<TTo>((long)value);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo OfInt64<TTo>(long value)
        where TTo : unmanaged
    {
        TTo result;
        if (typeof(TTo) == typeof(float))
        {
            *(float*)&result = value;
        }
        else if (typeof(TTo) == typeof(double))
        {
            *(double*)&result = value;
        }
        else if (typeof(TTo) == typeof(Half))
        {
            *(Half*)&result = (Half)value;
        }
        else if (typeof(TTo) == typeof(BFloat16))
        {
            *(BFloat16*)&result = BFloat16.OfFloat(value);
        }
        else if (typeof(TTo) == typeof(Int4))
        {
            *(sbyte*)&result = (sbyte)(value << 60 >> 60);
        }
        else if (typeof(TTo) == typeof(UInt4))
        {
            *(byte*)&result = (byte)(value & 15);
        }
        else if (typeof(TTo) == typeof(Int2))
        {
            *(sbyte*)&result = (sbyte)(value << 62 >> 62);
        }
        else if (typeof(TTo) == typeof(UInt2))
        {
            *(byte*)&result = (byte)(value & 3);
        }
        else if (typeof(TTo) == typeof(bool))
        {
            *(byte*)&result = value != 0 ? (byte)1 : (byte)0;
        }
        else if (sizeof(TTo) == 1)
        {
            *(byte*)&result = (byte)value;
        }
        else if (sizeof(TTo) == 2)
        {
            *(ushort*)&result = (ushort)value;
        }
        else if (sizeof(TTo) == 4)
        {
            *(uint*)&result = (uint)value;
        }
        else
        {
            *(long*)&result = value;
        }

        return result;
    }
}
