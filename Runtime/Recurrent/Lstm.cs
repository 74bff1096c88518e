using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Long short-term memory: per step one product of the state with all gates' weights, with the gates and the cell computed in the registers that hold the sums.
/// </summary>
public static unsafe class Lstm
{
    private const int Gates = 4;

    /// <param name="x">The projected input with its biases, gates in the order i, o, f, c.</param>
    /// <param name="panels">Recurrent weights, see <see cref="RecurrentPanels"/>.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state, and <paramref name="cell"/> the initial cell.</param>
    /// <param name="peepholes">Null, or <c>[direction][i, o, f][Hidden]</c>.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step, and <paramref name="lastCell"/> the cell.</param>
    public static void Run<TF, TG, TH>(
        float* x, float* panels, int* lengths, float* state, float* cell, float* peepholes, float* y, float* lastState, float* lastCell, in RecurrentShape shape, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TF, TG, TH, Lanes16>(x, panels, lengths, state, cell, peepholes, y, lastState, lastCell, shape, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, TG, TH, Lanes8>(x, panels, lengths, state, cell, peepholes, y, lastState, lastCell, shape, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, TG, TH, Lanes4>(x, panels, lengths, state, cell, peepholes, y, lastState, lastCell, shape, part, parts);
        }
        else
        {
            Run<TF, TG, TH, Lanes1>(x, panels, lengths, state, cell, peepholes, y, lastState, lastCell, shape, part, parts);
        }
    }

    internal static void Run<TF, TG, TH, T>(
        float* x, float* panels, int* lengths, float* state, float* cell, float* peepholes, float* y, float* lastState, float* lastCell, in RecurrentShape shape, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        int hidden = shape.Hidden, blocks = (hidden + RecurrentPanels.Width - 1) / RecurrentPanels.Width;
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths);
        panels += (nint)shape.Direction * blocks * hidden * Gates * RecurrentPanels.Width;
        peepholes = peepholes == null ? null : peepholes + ((nint)shape.Direction * 3 * hidden);
        (int begin, int end) = sequence.Items(part, parts);
        for (int item = begin; item < end; item++)
        {
            int length = sequence.Length(item);
            float* h = state + sequence.State(item);
            float* c = lastCell + sequence.State(item);
            new ReadOnlySpan<float>(cell + sequence.State(item), hidden).CopyTo(new Span<float>(c, hidden));
            for (int step = 0; step < length; step++)
            {
                int time = sequence.Time(step, length);
                float* to = sequence.Output(time, item);
                Step<TF, TG, TH, T>(sequence.Input(time, item), panels, h, c, peepholes, to, shape);
                h = to;
            }

            sequence.Finish(item, length, h, lastState);
        }
    }

    /// <summary>One step: h is the state before it, y the one after it, c the cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TF, TG, TH, T>(float* x, float* panels, float* h, float* c, float* peepholes, float* y, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        const int Width = RecurrentPanels.Width;
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip);
        for (int unit = 0; unit < hidden; unit += 2 * T.Count)
        {
            // A second register without units repeats the first one's work.
            bool both = unit + T.Count < hidden;
            var first = new RecurrentUnits<T>(unit, hidden, buffer);
            var second = new RecurrentUnits<T>(both ? unit + T.Count : unit, hidden, buffer);
            float* v = first.Weights(panels, Gates, hidden), w = second.Weights(panels, Gates, hidden);
            T i0 = first.Load(x), o0 = first.Load(x + hidden), f0 = first.Load(x + (2 * hidden)), g0 = first.Load(x + (3 * hidden));
            T i1 = second.Load(x), o1 = second.Load(x + hidden), f1 = second.Load(x + (2 * hidden)), g1 = second.Load(x + (3 * hidden));
            for (nint k = 0; k < hidden; k++)
            {
                T value = T.Of(h[k]);
                i0 = T.FusedMultiplyAdd(value, T.Load(v), i0);
                o0 = T.FusedMultiplyAdd(value, T.Load(v + Width), o0);
                f0 = T.FusedMultiplyAdd(value, T.Load(v + (2 * Width)), f0);
                g0 = T.FusedMultiplyAdd(value, T.Load(v + (3 * Width)), g0);
                i1 = T.FusedMultiplyAdd(value, T.Load(w), i1);
                o1 = T.FusedMultiplyAdd(value, T.Load(w + Width), o1);
                f1 = T.FusedMultiplyAdd(value, T.Load(w + (2 * Width)), f1);
                g1 = T.FusedMultiplyAdd(value, T.Load(w + (3 * Width)), g1);
                v += Gates * Width;
                w += Gates * Width;
            }

            LstmCell.Step<TF, TG, TH, T>(first, i0, o0, f0, g0, c, peepholes, null, clip, y, shape);
            if (both)
            {
                LstmCell.Step<TF, TG, TH, T>(second, i1, o1, f1, g1, c, peepholes, null, clip, y, shape);
            }
        }
    }
}
