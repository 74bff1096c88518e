using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>
/// One spatial axis of a transposed convolution: input i times tap k is added to output <c>i·Stride + k·Dilation − PadBegin</c>. Counted from the unpadded
/// start, output <c>q·Stride + r</c> sums over the taps that leave the remainder r only: for each r an ordinary convolution that gives every q.
/// </summary>
/// <param name="Input">The input's extent.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Outputs between the windows of neighbouring inputs.</param>
/// <param name="Dilation">Outputs between neighbouring taps.</param>
/// <param name="PadBegin">Outputs cut off at the start.</param>
/// <param name="Output">The output's extent after cutting.</param>
internal sealed record TransposedWindow(int Input, int Kernel, int Stride, int Dilation, int PadBegin, int Output)
{
    /// <summary>The taps k with <c>k·Dilation = (First + t·Spacing)·Stride + remainder</c>: input <c>q − First − t·Spacing</c> meets tap Taps[t].</summary>
    public sealed record Phase(int[] Taps, int First, int Spacing)
    {
        /// <summary>Neighbouring remainders whose taps meet the same inputs can be one convolution.</summary>
        public bool Meets(Phase other) => Taps.Length == other.Taps.Length && First == other.First && Spacing == other.Spacing;

        /// <summary>How far the inputs under the taps reach back from q. A remainder without taps has a window of one input, for the bias.</summary>
        public int Reach => First + (Math.Max(Taps.Length - 1, 0) * Spacing);
    }

    /// <summary>Remainders in order, in runs that meet the same inputs.</summary>
    public IReadOnlyList<IReadOnlyList<Phase>> Runs()
    {
        var runs = new List<List<Phase>>();
        for (int remainder = 0; remainder < Stride; remainder++)
        {
            Phase phase = Of(remainder);
            if (runs.Count > 0 && runs[runs.Count - 1][0].Meets(phase))
            {
                runs[runs.Count - 1].Add(phase);
            }
            else
            {
                runs.Add([phase]);
            }
        }

        return runs;
    }

    /// <summary>The first q that is computed: as many are left out as no phase needs a negative pad for.</summary>
    public int FirstQuotient => Math.Min(PadBegin / Stride, Enumerable.Range(0, Stride).Min(r => Of(r).Reach));

    /// <summary>How many q are computed for each remainder.</summary>
    public int Quotients => EndQuotient - FirstQuotient;

    /// <summary>The pads of a phase's convolution over the inputs.</summary>
    public (int Begin, int End) Pads(Phase phase) => (phase.Reach - FirstQuotient, EndQuotient - Input - phase.First);

    private int EndQuotient => Math.Max(
        (PadBegin + Output + Stride - 1) / Stride,
        Input + Enumerable.Range(0, Stride).Max(r => Of(r).First));

    private Phase Of(int remainder)
    {
        int[] taps = Enumerable.Range(0, Kernel).Where(k => k * Dilation % Stride == remainder).ToArray();
        int first = taps.Length == 0 ? 0 : taps[0] * Dilation / Stride;
        return new Phase(taps, first, taps.Length < 2 ? 1 : (taps[1] - taps[0]) * Dilation / Stride);
    }
}
