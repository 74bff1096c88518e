using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Runs element-wise operators that are one pass over memory. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Fusion
{
    /// <summary>The bytes of a register of the widest elements.</summary>
    const int Register = 64;

    /// <summary>y = f(x[0], x[1], …) over a loop nest; y may be an input that has its strides.</summary>
    public static void Run<TFusion>(byte** x, byte* y, in FusionNest nest, int part, int parts)
        where TFusion : struct, IFusion
    {
        if (FloatLanes.Use16)
        {
            Run<TFusion, Lanes16>(x, y, nest, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TFusion, Lanes8>(x, y, nest, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TFusion, Lanes4>(x, y, nest, part, parts);
        }
        else
        {
            Run<TFusion, Lanes1>(x, y, nest, part, parts);
        }
    }

    /// <summary>The nearest integer in [low, high]; NaN becomes low, and no zero is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round<T>(T steps, T low, T high)
        where T : struct, IFloatLanes<T>
    {
        steps = T.IfLess(low, steps, steps, low);
        return T.Round(T.IfLess(steps, high, steps, high)) + T.Of(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TFusion, T>(byte** x, byte* y, in FusionNest nest, int part, int parts)
        where TFusion : struct, IFusion
        where T : struct, IFloatLanes<T>
    {
        int inner = nest.Rank - 1;
        long elements = 1;
        for (int dimension = 0; dimension <= inner; dimension++)
        {
            elements *= nest.Extent[dimension];
        }

        (long position, long end) = Share.Of(elements, part, parts);
        if (position >= end)
        {
            return;
        }

        byte* buffers = stackalloc byte[FusionNest.MostOperands * Register];
        byte** places = stackalloc byte*[FusionNest.MostOperands];
        for (int operand = 0; operand < nest.Inputs; operand++)
        {
            places[operand] = x[operand];
        }

        places[nest.Inputs] = y;
        int* index = stackalloc int[FusionNest.MostDimensions];
        long rest = position;
        for (int dimension = inner; dimension >= 0; dimension--)
        {
            index[dimension] = (int)(rest % nest.Extent[dimension]);
            rest /= nest.Extent[dimension];
            Move(nest, places, dimension, index[dimension]);
        }

        while (true)
        {
            int count = (int)Math.Min(nest.Extent[inner] - index[inner], end - position);
            Row<TFusion, T>(nest, places, buffers, count);
            position += count;
            if (position >= end)
            {
                return;
            }

            // Back to the start of the row, then on to the next one.
            Move(nest, places, inner, -index[inner]);
            index[inner] = 0;
            for (int dimension = inner - 1; dimension >= 0; dimension--)
            {
                Move(nest, places, dimension, 1);
                if (++index[dimension] < nest.Extent[dimension])
                {
                    break;
                }

                Move(nest, places, dimension, -nest.Extent[dimension]);
                index[dimension] = 0;
            }
        }
    }

    static void Move(in FusionNest nest, byte** places, int dimension, int steps)
    {
        for (int operand = 0; operand <= nest.Inputs; operand++)
        {
            places[operand] += (nint)nest.Stride[(operand * FusionNest.MostDimensions) + dimension] * steps;
        }
    }

    /// <summary>Whole registers of operands that lie side by side or are one element; all else goes through the buffers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Row<TFusion, T>(in FusionNest nest, byte** places, byte* buffers, int count)
        where TFusion : struct, IFusion
        where T : struct, IFloatLanes<T>
    {
        byte** at = stackalloc byte*[FusionNest.MostOperands];
        nint* steps = stackalloc nint[FusionNest.MostOperands];
        int inputs = nest.Inputs;
        bool direct = true;
        for (int operand = 0; operand <= inputs; operand++)
        {
            int size = nest.Size[operand], stride = nest.Stride[(operand * FusionNest.MostDimensions) + nest.Rank - 1];
            at[operand] = places[operand];
            steps[operand] = size * T.Count;
            if (stride == 0 && operand < inputs)
            {
                at[operand] = buffers + (operand * Register);
                steps[operand] = 0;
                Gather(places[operand], 0, size, T.Count, at[operand]);
            }
            else
            {
                direct &= stride == size;
            }
        }

        int i = 0;
        if (direct)
        {
            for (; i <= count - T.Count; i += T.Count)
            {
                TFusion.Invoke<T>(at, at[inputs]);
                for (int operand = 0; operand <= inputs; operand++)
                {
                    at[operand] += steps[operand];
                }
            }
        }

        for (; i < count; i += T.Count)
        {
            int valid = Math.Min(T.Count, count - i);
            for (int operand = 0; operand <= inputs; operand++)
            {
                int stride = nest.Stride[(operand * FusionNest.MostDimensions) + nest.Rank - 1];
                at[operand] = buffers + (operand * Register);
                if (operand < inputs)
                {
                    Gather(places[operand] + ((nint)i * stride), stride, nest.Size[operand], valid, at[operand]);
                }
            }

            TFusion.Invoke<T>(at, at[inputs]);
            int step = nest.Stride[(inputs * FusionNest.MostDimensions) + nest.Rank - 1];
            Scatter(at[inputs], places[inputs] + ((nint)i * step), step, nest.Size[inputs], valid);
        }
    }

    static void Gather(byte* from, nint stride, int size, int count, byte* to)
    {
        for (int i = 0; i < count; i++)
        {
            Bytes.Copy(to + (i * size), from + (i * stride), size);
        }
    }

    static void Scatter(byte* from, byte* to, nint stride, int size, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Bytes.Copy(to + (i * stride), from + (i * size), size);
        }
    }
}
