using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Weighted sums along two neighbouring axes of a row-major tensor <c>[outer][rows][columns][inner]</c>, with nothing in memory between the one axis and the
/// other: the same as two <see cref="FloatInterpolation"/>s.
/// </summary>
public static unsafe class FloatPlaneInterpolation
{
    /// <param name="rows">The sums along the first of the two axes.</param>
    /// <param name="columns">Those along the second.</param>
    /// <param name="columnsFirst">The sums along the columns are what is summed along the rows; otherwise it is the other way round.</param>
    public static void Run<TX, TY>(TX x, TY y, in InterpolationAxis rows, in InterpolationAxis columns, bool columnsFirst, int outer, int inner, int part, int parts)
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        if (FloatLanes.Use16)
        {
            Run<Lanes16, TX, TY>(x, y, rows, columns, columnsFirst, outer, inner, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<Lanes8, TX, TY>(x, y, rows, columns, columnsFirst, outer, inner, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<Lanes4, TX, TY>(x, y, rows, columns, columnsFirst, outer, inner, part, parts);
        }
        else
        {
            Run<Lanes1, TX, TY>(x, y, rows, columns, columnsFirst, outer, inner, part, parts);
        }
    }

    internal static void Run<T, TX, TY>(
        TX x, TY y, in InterpolationAxis rows, in InterpolationAxis columns, bool columnsFirst, int outer, int inner, int part, int parts)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        (int begin, int end) = Partition.Of(outer * rows.Outputs, part, parts);
        for (int line = begin; line < end; line++)
        {
            int row = line % rows.Outputs;
            nint from = (nint)(line / rows.Outputs) * rows.Inputs * columns.Inputs * inner;
            Chain down = new(rows, row, columns.Inputs * inner);
            for (int column = 0; column < columns.Outputs; column++)
            {
                Chain across = new(columns, column, inner);
                nint to = (((nint)line * columns.Outputs) + column) * inner;
                Chain first = columnsFirst ? across : down, second = columnsFirst ? down : across;
                int done = Channels<T, TX, TY>(x, from, y, to, first, second, 0, inner);
                done = Channels<Lanes4, TX, TY>(x, from, y, to, first, second, done, inner);
                Channels<Lanes1, TX, TY>(x, from, y, to, first, second, done, inner);
            }
        }
    }

    /// <summary>One pixel as far as whole registers go; returns the first channel that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Channels<T, TX, TY>(TX x, nint from, TY y, nint to, in Chain first, in Chain second, int channel, int inner)
        where T : struct, IFloatLanes<T>
        where TX : struct, IFloatElements
        where TY : struct, IFloatElements
    {
        for (; channel <= inner - T.Count; channel += T.Count)
        {
            T sum = T.Of(0);
            for (int s = 0; s < second.Taps; s++)
            {
                nint at = from + ((nint)second.Positions[s] * second.Stride) + channel;
                T partial = T.Of(0);
                for (int t = 0; t < first.Taps; t++)
                {
                    partial = T.FusedMultiplyAdd(x.Load<T>(at + ((nint)first.Positions[t] * first.Stride)), T.Of(first.Weights[t]), partial);
                }

                sum = T.FusedMultiplyAdd(partial, T.Of(second.Weights[s]), sum);
            }

            y.Store(to + channel, sum);
        }

        return channel;
    }

    /// <summary>The taps of one output along an axis.</summary>
    private readonly struct Chain(in InterpolationAxis axis, int output, int stride)
    {
        public readonly int* Positions = axis.Positions + ((nint)output * axis.Taps);
        public readonly float* Weights = axis.Weights + ((nint)output * axis.Taps);
        public readonly int Taps = axis.Taps;

        /// <summary>The elements from one position to the next.</summary>
        public readonly int Stride = stride;
    }
}
