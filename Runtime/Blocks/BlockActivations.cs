using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>Makes the activations of integer products with weights in blocks: from floats, or from codes of one scale. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BlockActivations
{
    /// <summary>The greatest magnitude of codes.</summary>
    private const float Greatest = 127;

    /// <summary>Blocks of nothing greater than this count as zeros: the factor of their codes might be infinite.</summary>
    private const float Least = 1f / (1L << 50) / (1L << 50);

    /// <summary>
    /// From floats [Count, Length], a scale per row and block: with the greatest magnitude m of a block, <c>s = m / 127</c> and the codes <c>clamp(rne(x · (127 / m)), −127, 127)</c>; codes are 0 where m is below 2⁻¹⁰⁰.
    /// </summary>
    public static void Run(float* x, in BlockRows rows, in BlockPanels panels, int part, int parts) => Run(InstructionSets.Current, x, rows, panels, part, parts);

    /// <summary>From codes [Count, Length], which become code − 128.</summary>
    public static void Run(byte* x, in BlockRows rows, in BlockPanels panels, int part, int parts) => Run(InstructionSets.Current, x, rows, panels, part, parts);

    internal static void Run(InstructionSet set, float* x, in BlockRows rows, in BlockPanels panels, int part, int parts) => Run(x, null, rows, panels, Factor(set, panels), part, parts);

    internal static void Run(InstructionSet set, byte* x, in BlockRows rows, in BlockPanels panels, int part, int parts) => Run(null, x, rows, panels, Factor(set, panels), part, parts);

    private static void Run(float* reals, byte* codes, in BlockRows rows, in BlockPanels panels, int factor, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(reals, codes, rows, panels, factor, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(reals, codes, rows, panels, factor, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(reals, codes, rows, panels, factor, part, parts);
        }
        else
        {
            Run<Lanes1>(reals, codes, rows, panels, factor, part, parts);
        }
    }

    /// <summary>What the offsets are multiplied by already: the one zero point of the codes as the kernels take them.</summary>
    internal static int Factor(InstructionSet set, in BlockPanels panels) => panels.Zeros != null ? 1 : panels.Zero - BlockMatMul.Shift(set, panels.Bits);

    /// <summary>One of the two sources is null. The sums of codes are exact in float, in any order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T>(float* reals, byte* codes, in BlockRows rows, in BlockPanels panels, int factor, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        // Fewer than four lanes leave the others 0.
        float* lanes = stackalloc float[Math.Max(T.Count, 4)];
        Vector128<float>.Zero.Store(lanes);
        int padded = 8 * panels.Steps, blocks = panels.Blocks;
        (int begin, int end) = Partition.Of(rows.Count * blocks, part, parts);
        for (int i = begin; i < end; i++)
        {
            int row = i / blocks, block = i - (row * blocks), length = Math.Min(rows.Block, rows.Length - (block * rows.Block));
            nint from = ((nint)row * rows.Length) + ((nint)block * rows.Block), at = ((nint)block * rows.Stride) + row;
            sbyte* to = rows.Codes + ((nint)i * padded);
            float sum;
            if (codes != null)
            {
                sum = Move<T>(codes + from, to, length, lanes);
            }
            else
            {
                float most = Magnitude<T>(reals + from, length, lanes);
                rows.Scales[at] = most / Greatest;
                sum = Quantize<T>(reals + from, to, length, most < Least ? 0 : Greatest / most, lanes);
            }

            for (int k = length; k < padded; k++)
            {
                to[k] = 0;
            }

            rows.Offsets[at] = -factor * (int)sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Magnitude<T>(float* x, int count, float* lanes)
        where T : struct, IFloatLanes<T>
    {
        T most = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            most = T.Max(most, T.Abs(T.Load(x + i)));
        }

        // The bits of floats without a sign are in their order, NaN behind infinity.
        most.Store(lanes);
        Vector128<int> greatest = Vector128.Load((int*)lanes);
        for (int lane = 4; lane < T.Count; lane += 4)
        {
            greatest = Vector128.Max(greatest, Vector128.Load((int*)lanes + lane));
        }

        greatest = Vector128.Max(greatest, Vector128.Shuffle(greatest, Vector128.Create(2, 3, 0, 1)));
        int bits = Math.Max(greatest.GetElement(0), greatest.GetElement(1));
        for (; i < count; i++)
        {
            bits = Math.Max(bits, ((int*)x)[i] & int.MaxValue);
        }

        return BitConverter.Int32BitsToSingle(bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Quantize<T>(float* x, sbyte* to, int count, float factor, float* lanes)
        where T : struct, IFloatLanes<T>
    {
        T sum = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            sum += Store(Code(T.Load(x + i), factor), to + i);
        }

        float rest = Sum(sum, lanes);
        for (; i < count; i++)
        {
            Store(Code(Lanes1.Load(x + i), factor), to + i);
            rest += to[i];
        }

        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Move<T>(byte* x, sbyte* to, int count, float* lanes)
        where T : struct, IFloatLanes<T>
    {
        T sum = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            sum += Store(T.LoadBytes(x + i) - T.Of(128), to + i);
        }

        float rest = Sum(sum, lanes);
        for (; i < count; i++)
        {
            to[i] = (sbyte)(x[i] - 128);
            rest += to[i];
        }

        return rest;
    }

    /// <summary>NaN becomes the least code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Code<T>(T x, float factor)
        where T : struct, IFloatLanes<T>
    {
        T steps = x * T.Of(factor), low = T.Of(-Greatest);
        return T.Round(T.AtMost(T.IfLess(low, steps, steps, low), T.Of(Greatest)));
    }

    /// <summary>Stores integers from −128 to 127 as the bytes of integers modulo 256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Store<T>(T codes, sbyte* to)
        where T : struct, IFloatLanes<T>
    {
        T.IfLess(codes, T.Of(0), codes + T.Of(256), codes).StoreBytes((byte*)to);
        return codes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum<T>(T sums, float* lanes)
        where T : struct, IFloatLanes<T>
    {
        sums.Store(lanes);
        Vector128<float> sum = Vector128.Load(lanes);
        for (int lane = 4; lane < T.Count; lane += 4)
        {
            sum += Vector128.Load(lanes + lane);
        }

        sum += Vector128.Shuffle(sum, Vector128.Create(2, 3, 0, 1));
        return sum.GetElement(0) + sum.GetElement(1);
    }
}
