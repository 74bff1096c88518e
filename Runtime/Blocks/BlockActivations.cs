using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

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

    internal static void Run(InstructionSet set, float* x, in BlockRows rows, in BlockPanels panels, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(x, null, rows, panels, Factor(set, panels), part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(x, null, rows, panels, Factor(set, panels), part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(x, null, rows, panels, Factor(set, panels), part, parts);
        }
        else
        {
            Run<Lanes1>(x, null, rows, panels, Factor(set, panels), part, parts);
        }
    }

    internal static void Run(InstructionSet set, byte* x, in BlockRows rows, in BlockPanels panels, int part, int parts)
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16>(null, x, rows, panels, Factor(set, panels), part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8>(null, x, rows, panels, Factor(set, panels), part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4>(null, x, rows, panels, Factor(set, panels), part, parts);
        }
        else
        {
            Run<Lanes1>(null, x, rows, panels, Factor(set, panels), part, parts);
        }
    }

    /// <summary>What the offsets are multiplied by already: the one zero point of the codes as the kernels take them.</summary>
    internal static int Factor(InstructionSet set, in BlockPanels panels) => panels.Zeros != null ? 1 : panels.Zero - BlockMatMul.Shift(set, panels.Bits);

    /// <summary>One of the two sources is null. The sums of codes are exact in float.</summary>
    internal static void Run<T>(float* reals, byte* codes, in BlockRows rows, in BlockPanels panels, int factor, int part, int parts)
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        int padded = 8 * panels.Steps, blocks = panels.Blocks;
        (int begin, int end) = Partition.Of(rows.Count * blocks, part, parts);
        for (int i = begin; i < end; i++)
        {
            int row = i / blocks, block = i % blocks, length = Math.Min(rows.Block, rows.Length - (block * rows.Block));
            nint from = ((nint)row * rows.Length) + (block * rows.Block), at = ((nint)block * rows.Stride) + row;
            sbyte* to = rows.Codes + ((nint)i * padded);
            float sum;
            if (codes != null)
            {
                sum = Move<T>(codes + from, to, length, buffer);
            }
            else
            {
                float most = Magnitude<T>(reals + from, length, buffer);
                rows.Scales[at] = most / Greatest;
                sum = Quantize<T>(reals + from, to, length, most < Least ? 0 : Greatest / most, buffer);
            }

            new Span<sbyte>(to + length, padded - length).Clear();
            rows.Offsets[at] = -factor * (int)sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Magnitude<T>(float* x, int count, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        T most = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            most = T.Max(most, T.Abs(T.Load(x + i)));
        }

        most.Store(buffer);
        Lanes1 greatest = Lanes1.Load(buffer);
        for (int lane = 1; lane < T.Count; lane++)
        {
            greatest = Lanes1.Max(greatest, Lanes1.Load(buffer + lane));
        }

        for (; i < count; i++)
        {
            greatest = Lanes1.Max(greatest, Lanes1.Abs(Lanes1.Load(x + i)));
        }

        greatest.Store(buffer);
        return *buffer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Quantize<T>(float* x, sbyte* to, int count, float factor, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        T sum = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            sum += Store(Code(T.Load(x + i), factor), to + i);
        }

        Lanes1 rest = Sum(sum, buffer);
        for (; i < count; i++)
        {
            rest += Store(Code(Lanes1.Load(x + i), factor), to + i);
        }

        rest.Store(buffer);
        return *buffer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Move<T>(byte* x, sbyte* to, int count, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        T sum = T.Of(0);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            sum += Store(T.LoadBytes(x + i) - T.Of(128), to + i);
        }

        Lanes1 rest = Sum(sum, buffer);
        for (; i < count; i++)
        {
            rest += Store(Lanes1.LoadBytes(x + i) - Lanes1.Of(128), to + i);
        }

        rest.Store(buffer);
        return *buffer;
    }

    /// <summary>NaN becomes the least code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Code<T>(T x, float factor)
        where T : struct, IFloatLanes<T>
    {
        T steps = x * T.Of(factor), low = T.Of(-Greatest);
        return T.Round(T.AtMost(T.IfLess(low, steps, steps, low), T.Of(Greatest)));
    }

    /// <summary>Stores integers from −128 to 127, the low bytes of integers that are no less than 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Store<T>(T codes, sbyte* to)
        where T : struct, IFloatLanes<T>
    {
        T.IfLess(codes, T.Of(0), codes + T.Of(256), codes).StoreBytes((byte*)to);
        return codes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes1 Sum<T>(T lanes, float* buffer)
        where T : struct, IFloatLanes<T>
    {
        lanes.Store(buffer);
        Lanes1 sum = Lanes1.Load(buffer);
        for (int lane = 1; lane < T.Count; lane++)
        {
            sum += Lanes1.Load(buffer + lane);
        }

        return sum;
    }
}
